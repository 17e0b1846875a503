-- Students, the contacts who are called for them, and the address book.
--
-- Here begins the tenant key. Every table that hangs on a student carries the school_id of that
-- student, so that one school's rows can be fenced and read by an index of their own:
--
--   filled   by a BEFORE trigger (ENABLE ALWAYS: also in replica mode) that reads the student
--   true     by a foreign key (student_id, school_id) to students, ON UPDATE CASCADE: rows of two
--            schools cannot be mixed, and a student who moves takes the history along
--   first    a student without a school has children without one (NULL matches nothing in the
--            foreign key); spread_first_school_id() fills them when the school becomes known
--
-- Tables:   students, emergency_contacts, contacts
-- HIPAA:    PHI in every table; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops the three tables, their rows and the tenant-key functions
--
-- depends: 20251104000002-schema-create-core-infrastructure

-- ----------------------------------------------------------------------------
-- The tenant key
-- ----------------------------------------------------------------------------
-- SECURITY DEFINER: which school a row belongs to must not depend on which students the caller
-- may see. FOR KEY SHARE: waits for a student who is just moving, and then reads the new school
-- (school_id is part of a unique key of students, so a move is a change of key). The foreign key
-- takes the same lock a moment later anyway.

CREATE FUNCTION set_school_id_from_student()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NEW.student_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.students AS p
            WHERE p.id = NEW.student_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION set_school_id_from_student() IS
    'Trigger: copies the tenant key from the row of students that the new row hangs on.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_student() FROM public;

-- The children are found by their foreign keys, so a table that a later migration adds is
-- served without a change here.

CREATE FUNCTION spread_first_school_id()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_child record;
BEGIN
    FOR v_child IN
        SELECT
            c.conrelid::regclass AS table_name,
            a.attname AS parent_column
        FROM pg_catalog.pg_constraint AS c
        INNER JOIN pg_catalog.pg_attribute AS a
            ON c.conrelid = a.attrelid AND a.attnum = c.conkey[1]
        INNER JOIN pg_catalog.pg_attribute AS p
            ON c.confrelid = p.attrelid AND p.attnum = c.confkey[2]
        WHERE c.contype = 'f' AND c.confrelid = TG_RELID AND p.attname = 'school_id'
        ORDER BY c.conname
    LOOP
        EXECUTE format(
            'UPDATE %s SET school_id = $1 WHERE %I = $2 AND school_id IS NULL',
            v_child.table_name, v_child.parent_column
        ) USING NEW.school_id, NEW.id;
    END LOOP;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION spread_first_school_id() IS
    'Trigger: hands the first school of a student, or of another parent row, to its child rows.';

REVOKE EXECUTE ON FUNCTION spread_first_school_id() FROM public;

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------
-- school_id is the tenant key. The database copies it into the tables of a student.
-- A birth date in the past stays there, so that CHECK may ask for today. The upper age limit
-- of the application may not: a row that was valid would stop being so.
-- ssn is no attribute of the model: it is here because the PHI encryption plan starts from it.

CREATE TABLE students (
    id                 uuid         NOT NULL DEFAULT gen_random_uuid(),
    nurse_id           uuid,
    school_id          uuid,
    district_id        uuid,
    student_number     varchar(50)  NOT NULL,
    medical_record_num varchar(50),
    ssn                varchar(11),
    first_name         varchar(100) NOT NULL,
    last_name          varchar(100) NOT NULL,
    date_of_birth      date         NOT NULL,
    gender             gender       NOT NULL,
    photo              varchar(500),
    grade              varchar(10)  NOT NULL,
    enrollment_date    timestamptz  NOT NULL DEFAULT now(),
    is_active          boolean      NOT NULL DEFAULT TRUE,
    created_at         timestamptz  NOT NULL DEFAULT now(),
    created_by         uuid,
    updated_at         timestamptz  NOT NULL DEFAULT now(),
    updated_by         uuid,
    deleted_at         timestamptz,

    CONSTRAINT students_pkey
        PRIMARY KEY (id),
    CONSTRAINT students_id_school_id_key
        UNIQUE (id, school_id),
    CONSTRAINT students_student_number_key
        UNIQUE (student_number),
    CONSTRAINT students_medical_record_num_key
        UNIQUE (medical_record_num),
    CONSTRAINT students_nurse_id_fkey
        FOREIGN KEY (nurse_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT students_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT students_district_id_fkey
        FOREIGN KEY (district_id) REFERENCES districts (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT students_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT students_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT students_student_number_not_blank_check
        CHECK (btrim(student_number) <> ''),
    CONSTRAINT students_born_after_1900_check
        CHECK (date_of_birth >= '1900-01-01'),
    CONSTRAINT students_not_born_in_the_future_check
        CHECK (date_of_birth < current_date),
    CONSTRAINT students_ssn_is_nine_digits_check
        CHECK (ssn ~ '^[0-9]{3}-?[0-9]{2}-?[0-9]{4}$')
);

COMMENT ON TABLE students IS
    'PHI: A student in the care of a school nurse. Every health table hangs on this row.';
COMMENT ON COLUMN students.id IS 'Primary key.';
COMMENT ON COLUMN students.nurse_id IS
    'Nurse in charge of the student, NULL while nobody is assigned.';
COMMENT ON COLUMN students.school_id IS
    'Tenant key: the school attended. NULL until the student is placed.';
COMMENT ON COLUMN students.district_id IS
    'District, set beside the school because the application filters by it.';
COMMENT ON COLUMN students.student_number IS
    'PHI: Student number given by the school, unique on the platform.';
COMMENT ON COLUMN students.medical_record_num IS
    'PHI: Medical record number, the key to outside health systems.';
COMMENT ON COLUMN students.ssn IS
    'PHI: Social Security number in clear, with or without dashes, until encrypted.';
COMMENT ON COLUMN students.first_name IS 'PHI: Given name of the student.';
COMMENT ON COLUMN students.last_name IS 'PHI: Family name of the student.';
COMMENT ON COLUMN students.date_of_birth IS
    'PHI: Birth date, from which age-based doses and growth charts are derived.';
COMMENT ON COLUMN students.gender IS 'PHI: Gender as stated by the student or the guardian.';
COMMENT ON COLUMN students.photo IS 'PHI: URL of the portrait in protected storage, not the image.';
COMMENT ON COLUMN students.grade IS 'School grade as text, because K and PK are grades too.';
COMMENT ON COLUMN students.enrollment_date IS 'PHI: When the student was enrolled at the school.';
COMMENT ON COLUMN students.is_active IS
    'FALSE after graduation or transfer. The health record stays.';
COMMENT ON COLUMN students.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN students.created_by IS 'User who entered the row.';
COMMENT ON COLUMN students.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN students.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN students.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX students_nurse_id_idx ON students (nurse_id) WHERE nurse_id IS NOT NULL;
CREATE INDEX students_school_id_idx ON students (school_id) WHERE school_id IS NOT NULL;
CREATE INDEX students_district_id_idx ON students (district_id) WHERE district_id IS NOT NULL;
CREATE INDEX students_created_by_idx ON students (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX students_updated_by_idx ON students (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER students_200_updated_at
BEFORE UPDATE ON students
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER students_800_first_school_id
AFTER UPDATE OF school_id ON students
FOR EACH ROW WHEN (old.school_id IS NULL AND new.school_id IS NOT NULL)
EXECUTE FUNCTION spread_first_school_id();
ALTER TABLE students ENABLE ALWAYS TRIGGER students_800_first_school_id;

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------
-- Not merged with contacts: that is an address book, whereas this row belongs to a student.
-- One person who stands for two siblings has two rows, each with its own priority and rights.

CREATE TABLE emergency_contacts (
    id                       uuid                NOT NULL DEFAULT gen_random_uuid(),
    school_id                uuid,
    student_id               uuid                NOT NULL,
    first_name               varchar(100)        NOT NULL,
    last_name                varchar(100)        NOT NULL,
    relationship             varchar(50)         NOT NULL,
    phone_number             varchar(20)         NOT NULL,
    email                    varchar(255),
    address                  text,
    priority                 contact_priority    NOT NULL DEFAULT 'PRIMARY',
    preferred_contact_method contact_method      DEFAULT 'ANY',
    notification_channels    text,
    verification_status      verification_status DEFAULT 'UNVERIFIED',
    last_verified_at         timestamptz,
    can_pickup_student       boolean             DEFAULT FALSE,
    is_active                boolean             NOT NULL DEFAULT TRUE,
    notes                    text,
    created_at               timestamptz         NOT NULL DEFAULT now(),
    updated_at               timestamptz         NOT NULL DEFAULT now(),
    deleted_at               timestamptz,

    CONSTRAINT emergency_contacts_pkey
        PRIMARY KEY (id),
    CONSTRAINT emergency_contacts_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT emergency_contacts_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT emergency_contacts_phone_number_looks_dialable_check
        CHECK (phone_number ~ '^[0-9+(). x-]{2,20}$'),
    CONSTRAINT emergency_contacts_email_is_address_check
        CHECK (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$')
);

COMMENT ON TABLE emergency_contacts IS
    'PHI: A person to call about one student in an emergency. Nurses and broadcasts use it.';
COMMENT ON COLUMN emergency_contacts.id IS 'Primary key.';
COMMENT ON COLUMN emergency_contacts.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN emergency_contacts.student_id IS 'Student the person is called about.';
COMMENT ON COLUMN emergency_contacts.first_name IS 'PHI: Given name of the contact.';
COMMENT ON COLUMN emergency_contacts.last_name IS 'PHI: Family name of the contact.';
COMMENT ON COLUMN emergency_contacts.relationship IS
    'PHI: What the contact is to the student (mother, neighbor), free text.';
COMMENT ON COLUMN emergency_contacts.phone_number IS
    'PHI: Number to call first, preferably in E.164 form.';
COMMENT ON COLUMN emergency_contacts.email IS 'PHI: Mail address of the contact.';
COMMENT ON COLUMN emergency_contacts.address IS 'PHI: Home address of the contact in one text.';
COMMENT ON COLUMN emergency_contacts.priority IS
    'Calling order. Several contacts of a student may share a rank.';
COMMENT ON COLUMN emergency_contacts.preferred_contact_method IS
    'How the contact wishes to be reached first.';
COMMENT ON COLUMN emergency_contacts.notification_channels IS
    'Channels for automatic notices, a JSON array the application keeps as text.';
COMMENT ON COLUMN emergency_contacts.verification_status IS
    'Whether somebody has confirmed that the phone number reaches the contact.';
COMMENT ON COLUMN emergency_contacts.last_verified_at IS
    'When the contact data were last confirmed, NULL if never.';
COMMENT ON COLUMN emergency_contacts.can_pickup_student IS
    'Whether the contact may take the student home. NULL is to be read as no.';
COMMENT ON COLUMN emergency_contacts.is_active IS
    'FALSE takes the contact off the call list and keeps the history.';
COMMENT ON COLUMN emergency_contacts.notes IS
    'PHI: Remarks for the caller, such as language, working hours or custody limits.';
COMMENT ON COLUMN emergency_contacts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN emergency_contacts.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN emergency_contacts.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX emergency_contacts_school_id_idx ON emergency_contacts (school_id);
CREATE INDEX emergency_contacts_student_id_idx ON emergency_contacts (student_id);

CREATE TRIGGER emergency_contacts_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON emergency_contacts
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_100_school_id;

CREATE TRIGGER emergency_contacts_200_updated_at
BEFORE UPDATE ON emergency_contacts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- contacts
-- ----------------------------------------------------------------------------
-- relation_to names a student or a user, depending on the entry, hence no foreign key.
-- No tenant key for the same reason: vendors and providers serve many schools.
-- zip is the model's own name and wider than the zip_code of schools; both follow the models.

CREATE TABLE contacts (
    id                uuid         NOT NULL DEFAULT gen_random_uuid(),
    type              contact_type NOT NULL,
    relation_to       uuid,
    relationship_type varchar(50),
    first_name        varchar(100) NOT NULL,
    last_name         varchar(100) NOT NULL,
    title             varchar(100),
    organization      varchar(200),
    email             varchar(255),
    phone             varchar(20),
    address           varchar(255),
    city              varchar(100),
    state             varchar(50),
    zip               varchar(20),
    custom_fields     jsonb        DEFAULT '{}',
    is_active         boolean      NOT NULL DEFAULT TRUE,
    notes             text,
    created_at        timestamptz  NOT NULL DEFAULT now(),
    created_by        uuid,
    updated_at        timestamptz  NOT NULL DEFAULT now(),
    updated_by        uuid,
    deleted_at        timestamptz,

    CONSTRAINT contacts_pkey
        PRIMARY KEY (id),
    CONSTRAINT contacts_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT contacts_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT contacts_email_is_address_check
        CHECK (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'),
    CONSTRAINT contacts_phone_looks_dialable_check
        CHECK (phone ~ '^[0-9+(). x-]{2,20}$'),
    CONSTRAINT contacts_zip_is_five_or_nine_digits_check
        CHECK (zip ~ '^[0-9]{5}(-[0-9]{4})?$'),
    CONSTRAINT contacts_custom_fields_is_object_check
        CHECK (jsonb_typeof(custom_fields) = 'object')
);

COMMENT ON TABLE contacts IS
    'PHI: An entry of the shared address book: guardian, staff member, vendor or care provider.';
COMMENT ON COLUMN contacts.id IS 'Primary key.';
COMMENT ON COLUMN contacts.type IS
    'Kind of person. Guardians belong to a student, vendors to nobody in particular.';
COMMENT ON COLUMN contacts.relation_to IS
    'Student or user the entry concerns, NULL for outsiders (polymorphic by type).';
COMMENT ON COLUMN contacts.relationship_type IS
    'PHI: What the person is to the one in relation_to, free text.';
COMMENT ON COLUMN contacts.first_name IS 'PHI: Given name of the person.';
COMMENT ON COLUMN contacts.last_name IS 'PHI: Family name of the person.';
COMMENT ON COLUMN contacts.title IS
    'Job title or form of address, mostly of providers and vendors.';
COMMENT ON COLUMN contacts.organization IS 'Practice, company or agency the person works for.';
COMMENT ON COLUMN contacts.email IS 'PHI: Mail address of the person.';
COMMENT ON COLUMN contacts.phone IS 'PHI: Number of the person, preferably in E.164 form.';
COMMENT ON COLUMN contacts.address IS 'PHI: Street address of the person.';
COMMENT ON COLUMN contacts.city IS 'PHI: City of the address.';
COMMENT ON COLUMN contacts.state IS 'State of the address, code or full name as entered.';
COMMENT ON COLUMN contacts.zip IS 'PHI: ZIP or ZIP+4 code of the address.';
COMMENT ON COLUMN contacts.custom_fields IS
    'PHI: Further fields a school defines for itself, one object of name and value.';
COMMENT ON COLUMN contacts.is_active IS 'FALSE hides the entry from pick lists.';
COMMENT ON COLUMN contacts.notes IS
    'PHI: Remarks on the person, free text that may name a student.';
COMMENT ON COLUMN contacts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN contacts.created_by IS 'User who entered the row.';
COMMENT ON COLUMN contacts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN contacts.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN contacts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX contacts_created_by_idx ON contacts (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX contacts_updated_by_idx ON contacts (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER contacts_200_updated_at
BEFORE UPDATE ON contacts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
