-- Students, their emergency contacts, and the address book.
--
-- This file introduces the tenant key. Every table that belongs to a student stores the student's
-- school_id, so that row-level security and indexes can work on the rows of one school:
--
--   filled   A BEFORE trigger (ENABLE ALWAYS, so that it also fires in replica mode) copies it
--            from the student.
--   kept     A foreign key (student_id, school_id) to students with ON UPDATE CASCADE keeps it
--            correct: rows of two schools cannot be mixed, and when a student changes schools,
--            the student's rows follow.
--   first    Rows of a student who has no school have none either, and the foreign key does not
--            check a NULL. spread_first_school_id() fills them once the school is known.
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
-- SECURITY DEFINER: the school of a row must not depend on which students the caller may see.
-- FOR KEY SHARE: if another transaction is changing the student's school, this one waits and then
-- reads the new school. (school_id is part of a unique key of students, so the change takes a key
-- lock.) The foreign key takes the same lock a moment later anyway.

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
    'Trigger: copies the tenant key from the student that the row belongs to.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_student() FROM public;

-- The function finds the child tables by their foreign keys. A table that a later migration adds
-- needs no change here.

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
    'Trigger: when a student or another parent row first gets a school, copies it to the child '
    'rows.';

REVOKE EXECUTE ON FUNCTION spread_first_school_id() FROM public;

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------
-- school_id is the tenant key. The database copies it into every table that belongs to a student.
-- A CHECK may compare the birth date with today's date, because a date in the past stays in the
-- past. It may not enforce the application's upper age limit: a valid row would become invalid
-- with time.
-- The application's model has no ssn. The column is here because the specification's plan for
-- PHI encryption includes it.

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
    'PHI: A student in the care of a school nurse. Every health table refers to this row.';
COMMENT ON COLUMN students.id IS 'Primary key.';
COMMENT ON COLUMN students.nurse_id IS
    'Nurse in charge of the student, NULL while none is assigned.';
COMMENT ON COLUMN students.school_id IS
    'Tenant key: the school that the student attends. NULL until the student is placed.';
COMMENT ON COLUMN students.district_id IS
    'District of the school, stored here too because the application filters by it.';
COMMENT ON COLUMN students.student_number IS
    'PHI: Student number assigned by the school, unique on the platform.';
COMMENT ON COLUMN students.medical_record_num IS
    'PHI: Medical record number; identifies the student in outside health systems.';
COMMENT ON COLUMN students.ssn IS
    'PHI: Social Security number in clear text until it is encrypted, with or without dashes.';
COMMENT ON COLUMN students.first_name IS 'PHI: Given name of the student.';
COMMENT ON COLUMN students.last_name IS 'PHI: Family name of the student.';
COMMENT ON COLUMN students.date_of_birth IS
    'PHI: Date of birth; age-based doses and growth charts depend on it.';
COMMENT ON COLUMN students.gender IS 'PHI: Gender as the student or the guardian states it.';
COMMENT ON COLUMN students.photo IS 'PHI: URL of the portrait in protected file storage.';
COMMENT ON COLUMN students.grade IS 'School grade as text, because K and PK are grades too.';
COMMENT ON COLUMN students.enrollment_date IS
    'PHI: Time of enrollment at the school; the time of entry unless the client sends another.';
COMMENT ON COLUMN students.is_active IS
    'FALSE after graduation or transfer. The health record is kept.';
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
-- This table is separate from contacts, which is a shared address book; a row here belongs to one
-- student. A contact of two siblings has two rows, each with its own priority and rights.

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
    'PHI: A person to call about one student in an emergency. Nurses and emergency broadcasts use '
    'it.';
COMMENT ON COLUMN emergency_contacts.id IS 'Primary key.';
COMMENT ON COLUMN emergency_contacts.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN emergency_contacts.student_id IS 'Student whom the contact is called about.';
COMMENT ON COLUMN emergency_contacts.first_name IS 'PHI: Given name of the contact.';
COMMENT ON COLUMN emergency_contacts.last_name IS 'PHI: Family name of the contact.';
COMMENT ON COLUMN emergency_contacts.relationship IS
    'PHI: Relationship to the student (mother, neighbor), free text.';
COMMENT ON COLUMN emergency_contacts.phone_number IS
    'PHI: Phone number to call first, preferably in E.164 format.';
COMMENT ON COLUMN emergency_contacts.email IS 'PHI: Email address of the contact.';
COMMENT ON COLUMN emergency_contacts.address IS 'PHI: Home address of the contact as one text.';
COMMENT ON COLUMN emergency_contacts.priority IS
    'Calling order. Several contacts of a student may have the same priority.';
COMMENT ON COLUMN emergency_contacts.preferred_contact_method IS
    'Method by which the contact wants to be reached first.';
COMMENT ON COLUMN emergency_contacts.notification_channels IS
    'Channels for automatic notices; a JSON array that the application stores as text.';
COMMENT ON COLUMN emergency_contacts.verification_status IS
    'State of the check that the phone number reaches the contact.';
COMMENT ON COLUMN emergency_contacts.last_verified_at IS
    'Time when the contact details were last confirmed, NULL if never.';
COMMENT ON COLUMN emergency_contacts.can_pickup_student IS
    'Whether the contact may take the student home. NULL means no.';
COMMENT ON COLUMN emergency_contacts.is_active IS
    'FALSE removes the contact from the call list; the row is kept as history.';
COMMENT ON COLUMN emergency_contacts.notes IS
    'PHI: Notes for the caller, such as language, working hours or custody limits.';
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
-- relation_to holds the id of a student or of a user, depending on the entry, so it has no foreign
-- key. There is no tenant key, because vendors and providers serve many schools.
-- zip is longer than zip_code of schools and has another name; both are as in the application.

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
    'Kind of person. A guardian belongs to a student, a vendor to nobody in particular.';
COMMENT ON COLUMN contacts.relation_to IS
    'Student or user that the entry concerns, depending on type; NULL for outsiders.';
COMMENT ON COLUMN contacts.relationship_type IS
    'PHI: Relationship to the student or user in relation_to, free text.';
COMMENT ON COLUMN contacts.first_name IS 'PHI: Given name of the person.';
COMMENT ON COLUMN contacts.last_name IS 'PHI: Family name of the person.';
COMMENT ON COLUMN contacts.title IS
    'Job title or form of address, mostly of providers and vendors.';
COMMENT ON COLUMN contacts.organization IS 'Practice, company or agency that the person works for.';
COMMENT ON COLUMN contacts.email IS 'PHI: Email address of the person.';
COMMENT ON COLUMN contacts.phone IS 'PHI: Phone number of the person, preferably in E.164 format.';
COMMENT ON COLUMN contacts.address IS 'PHI: Street address of the person.';
COMMENT ON COLUMN contacts.city IS 'PHI: City in the person''s address.';
COMMENT ON COLUMN contacts.state IS 'State in the address, as code or full name.';
COMMENT ON COLUMN contacts.zip IS 'PHI: ZIP or ZIP+4 code of the person''s address.';
COMMENT ON COLUMN contacts.custom_fields IS
    'PHI: Extra fields that a school defines for itself, a JSON object.';
COMMENT ON COLUMN contacts.is_active IS 'FALSE hides the entry from selection lists.';
COMMENT ON COLUMN contacts.notes IS 'PHI: Notes on the person, free text that may name a student.';
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
