-- Classifies districts, schools, staff, students and their contacts.
--
-- Staff are not patients, so their names are shown. The name, birth date and numbers of a student
-- are direct identifiers under 45 CFR 164.514(b)(2), and so are those of the family.
--
-- Tables:   districts, schools, users, students, emergency_contacts, contacts
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           identifiers of children and their families
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-clinical-system

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('districts',          'DIRECTORY', 'SPECIAL', NULL,
    FALSE, TRUE, 'NONE',  NULL),
('schools',            'DIRECTORY', 'SPECIAL', NULL,
    FALSE, TRUE, 'NONE',  NULL),
('users',              'DIRECTORY', 'SPECIAL', NULL,
    FALSE, TRUE, 'NONE',  NULL),
('students',           'IDENTITY',  'SCHOOL',  'id',
    TRUE,  TRUE, 'FERPA', 'STUDENT_RECORDS'),
('emergency_contacts', 'IDENTITY',  'SCHOOL',  'student_id',
    TRUE,  TRUE, 'FERPA', 'STUDENT_RECORDS'),
-- One address book for all schools: no row has a tenant.
('contacts',           'PLATFORM',  'NONE',    NULL,
    TRUE,  TRUE, 'FERPA', 'STUDENT_RECORDS');

-- ----------------------------------------------------------------------------
-- districts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('districts', 'id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'name',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'code',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'address',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'city',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'state',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'zip_code',   FALSE, 'SHOW', 'CLEAR', 'NONE'),
-- Contact details of an office, not of a person.
('districts', 'phone',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'email',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'is_active',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'created_at', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('districts', 'updated_at', FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- schools
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('schools', 'id',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'district_id',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'name',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'code',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'address',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'city',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'state',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'zip_code',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
-- Contact details of an office, not of a person.
('schools', 'phone',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'email',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'principal',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'total_enrollment', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'is_active',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'created_at',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('schools', 'updated_at',       FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- users
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('users', 'id',                         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'school_id',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'district_id',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- CLEAR: email is the login name, and the log must show its old and new value.
('users', 'email',                      FALSE, 'DOMAIN',    'CLEAR',       'NONE'),
('users', 'email_verified',             FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- Not even a fingerprint: a token can be used, and a password can be guessed from a hash.
('users', 'email_verification_token',   FALSE, 'HIDE',      'NAME',        'NONE'),
('users', 'email_verification_expires', FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'first_name',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'last_name',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'phone',                      FALSE, 'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('users', 'role',                       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'is_active',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'password',                   FALSE, 'HIDE',      'NAME',        'APPLICATION'),
('users', 'password_changed_at',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'last_password_change',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'must_change_password',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'password_reset_token',       FALSE, 'HIDE',      'NAME',        'NONE'),
('users', 'password_reset_expires',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'two_factor_enabled',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'two_factor_secret',          FALSE, 'HIDE',      'NAME',        'NONE'),
('users', 'last_login',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'failed_login_attempts',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'lockout_until',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'created_at',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('users', 'updated_at',                 FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('students', 'id',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'nurse_id',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'school_id',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'district_id',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'student_number',     TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('students', 'medical_record_num', TRUE,  'LAST_FOUR', 'FINGERPRINT', 'WCDB'),
('students', 'ssn',                TRUE,  'LAST_FOUR', 'FINGERPRINT', 'WCDB'),
('students', 'first_name',         TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('students', 'last_name',          TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('students', 'date_of_birth',      TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
-- Together with school and grade, gender helps to identify the student in a masked row.
('students', 'gender',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('students', 'photo',              TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('students', 'grade',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'enrollment_date',    TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('students', 'is_active',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'created_at',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'created_by',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'updated_at',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'updated_by',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('students', 'deleted_at',         FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('emergency_contacts', 'id',                       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'school_id',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'student_id',               FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'first_name',               TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('emergency_contacts', 'last_name',                TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('emergency_contacts', 'relationship',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('emergency_contacts', 'phone_number',             TRUE,  'LAST_FOUR', 'FINGERPRINT', 'WCDB'),
('emergency_contacts', 'email',                    TRUE,  'DOMAIN',    'FINGERPRINT', 'WCDB'),
('emergency_contacts', 'address',                  TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('emergency_contacts', 'priority',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'preferred_contact_method', FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'notification_channels',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'verification_status',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'last_verified_at',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- CLEAR: the log must show who allowed this person to pick up the student.
('emergency_contacts', 'can_pickup_student',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'is_active',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'notes',                    TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('emergency_contacts', 'created_at',               FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'updated_at',               FALSE, 'SHOW',      'CLEAR',       'NONE'),
('emergency_contacts', 'deleted_at',               FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- contacts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('contacts', 'id',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'type',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'relation_to',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'relationship_type', TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'first_name',        TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('contacts', 'last_name',         TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('contacts', 'title',             FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- Employer of a guardian, or the medical practice of the child.
('contacts', 'organization',      FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'email',             TRUE,  'DOMAIN',    'FINGERPRINT', 'NONE'),
('contacts', 'phone',             TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('contacts', 'address',           TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'city',              TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'state',             FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'zip',               TRUE,  'ZIP3',      'FINGERPRINT', 'NONE'),
('contacts', 'custom_fields',     TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'is_active',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'notes',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('contacts', 'created_at',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'created_by',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'updated_at',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'updated_by',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('contacts', 'deleted_at',        FALSE, 'SHOW',      'CLEAR',       'NONE');
