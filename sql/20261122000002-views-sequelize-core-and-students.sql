-- Compatibility views for the application: organisation, users, students and contacts.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    districts, schools, users, students, emergency_contacts, contacts
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000001-views-sequelize-schema

-- ----------------------------------------------------------------------------
-- districts: model District
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.districts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    code,
    address,
    city,
    state,
    zip_code   AS "zipCode",
    phone,
    email,
    is_active  AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
FROM public.districts;

COMMENT ON VIEW sequelize.districts IS
    'Model District: public.districts with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- schools: model School
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.schools
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    code,
    district_id      AS "districtId",
    address,
    city,
    state,
    zip_code         AS "zipCode",
    phone,
    email,
    principal,
    total_enrollment AS "totalEnrollment",
    is_active        AS "isActive",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.schools;

COMMENT ON VIEW sequelize.schools IS
    'Model School: public.schools with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- users: model User
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.users
WITH (security_invoker = TRUE) AS
SELECT
    id,
    email,
    password,
    first_name                 AS "firstName",
    last_name                  AS "lastName",
    role,
    is_active                  AS "isActive",
    last_login                 AS "lastLogin",
    school_id                  AS "schoolId",
    district_id                AS "districtId",
    phone,
    email_verified             AS "emailVerified",
    email_verification_token   AS "emailVerificationToken",
    email_verification_expires AS "emailVerificationExpires",
    password_reset_token       AS "passwordResetToken",
    password_reset_expires     AS "passwordResetExpires",
    password_changed_at        AS "passwordChangedAt",
    two_factor_enabled         AS "twoFactorEnabled",
    two_factor_secret          AS "twoFactorSecret",
    failed_login_attempts      AS "failedLoginAttempts",
    lockout_until              AS "lockoutUntil",
    last_password_change       AS "lastPasswordChange",
    must_change_password       AS "mustChangePassword",
    created_at                 AS "createdAt",
    updated_at                 AS "updatedAt"
FROM public.users;

COMMENT ON VIEW sequelize.users IS
    'Model User: public.users with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- students: model Student
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.students
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_number     AS "studentNumber",
    first_name         AS "firstName",
    last_name          AS "lastName",
    date_of_birth      AS "dateOfBirth",
    grade,
    gender,
    photo,
    medical_record_num AS "medicalRecordNum",
    is_active          AS "isActive",
    enrollment_date    AS "enrollmentDate",
    nurse_id           AS "nurseId",
    school_id          AS "schoolId",
    district_id        AS "districtId",
    created_by         AS "createdBy",
    updated_by         AS "updatedBy",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt",
    deleted_at         AS "deletedAt"
FROM public.students;

COMMENT ON VIEW sequelize.students IS
    'Model Student: public.students with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- emergency_contacts: model EmergencyContact
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.emergency_contacts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id               AS "studentId",
    first_name               AS "firstName",
    last_name                AS "lastName",
    relationship,
    phone_number             AS "phoneNumber",
    email,
    address,
    priority,
    is_active                AS "isActive",
    preferred_contact_method AS "preferredContactMethod",
    verification_status      AS "verificationStatus",
    last_verified_at         AS "lastVerifiedAt",
    notification_channels    AS "notificationChannels",
    can_pickup_student       AS "canPickupStudent",
    notes,
    created_at               AS "createdAt",
    updated_at               AS "updatedAt"
FROM public.emergency_contacts
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.emergency_contacts IS
    'Model EmergencyContact: public.emergency_contacts with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- contacts: model Contact
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.contacts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    first_name        AS "firstName",
    last_name         AS "lastName",
    email,
    phone,
    type,
    organization,
    title,
    address,
    city,
    state,
    zip,
    relation_to       AS "relationTo",
    relationship_type AS "relationshipType",
    custom_fields     AS "customFields",
    is_active         AS "isActive",
    notes,
    created_by        AS "createdBy",
    updated_by        AS "updatedBy",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt",
    deleted_at        AS "deletedAt"
FROM public.contacts;

COMMENT ON VIEW sequelize.contacts IS
    'Model Contact: public.contacts with the model''s attribute names.';
