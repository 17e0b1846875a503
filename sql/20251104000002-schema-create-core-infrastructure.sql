-- Districts, schools and users: the organizational tables that all others refer to.
--
-- Also defines set_updated_at(), the trigger function that keeps updated_at in every table.
-- Deleting a district deletes its schools, and deleting a school deletes its students: the
-- specification asks for CASCADE in both places. In practice the first health record prevents
-- it, because health_records refers to students with ON DELETE RESTRICT.
--
-- Tables:   districts, schools, users
-- HIPAA:    no PHI; users holds credentials: password hashes, one-time tokens, two-factor secrets
-- Locks:    none on existing tables
-- Rollback: drops the three tables and their rows
--
-- depends: 20251104000001-enums-create-core-enums

-- ----------------------------------------------------------------------------
-- updated_at
-- ----------------------------------------------------------------------------

CREATE FUNCTION set_updated_at()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- The application sets updated_at itself and keeps using that value in memory, so a value
    -- that it sends must be stored unchanged.
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION set_updated_at() IS
    'Trigger: sets updated_at to the transaction time, unless the client changed updated_at '
    'itself.';

REVOKE EXECUTE ON FUNCTION set_updated_at() FROM public;

-- ----------------------------------------------------------------------------
-- districts
-- ----------------------------------------------------------------------------
-- Deleting a district deletes its schools too. To retire a district, set is_active to FALSE.

CREATE TABLE districts (
    id         uuid         NOT NULL DEFAULT gen_random_uuid(),
    name       varchar(200) NOT NULL,
    code       varchar(50)  NOT NULL,
    address    text,
    city       varchar(100),
    state      varchar(2),
    zip_code   varchar(10),
    phone      varchar(20),
    email      varchar(255),
    is_active  boolean      NOT NULL DEFAULT TRUE,
    created_at timestamptz  NOT NULL DEFAULT now(),
    updated_at timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT districts_pkey
        PRIMARY KEY (id),
    CONSTRAINT districts_code_key
        UNIQUE (code),
    CONSTRAINT districts_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT districts_code_not_blank_check
        CHECK (btrim(code) <> '')
);

COMMENT ON TABLE districts IS
    'A school district: the tenant level above schools. District administrators work and report '
    'at it.';
COMMENT ON COLUMN districts.id IS 'Primary key.';
COMMENT ON COLUMN districts.name IS 'Official name, shown in reports and letters.';
COMMENT ON COLUMN districts.code IS 'Short business key of the district, unique on the platform.';
COMMENT ON COLUMN districts.address IS 'Street address of the central office.';
COMMENT ON COLUMN districts.city IS 'City of the central office.';
COMMENT ON COLUMN districts.state IS 'Two-letter USPS state code.';
COMMENT ON COLUMN districts.zip_code IS 'ZIP or ZIP+4 code of the central office.';
COMMENT ON COLUMN districts.phone IS 'Switchboard number of the central office.';
COMMENT ON COLUMN districts.email IS 'Office mailbox for notices; nobody logs in with it.';
COMMENT ON COLUMN districts.is_active IS 'FALSE once the district no longer uses the platform.';
COMMENT ON COLUMN districts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN districts.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER districts_200_updated_at
BEFORE UPDATE ON districts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- schools
-- ----------------------------------------------------------------------------
-- code is unique across all districts, not only within one, as in the application's model.
-- Deleting a school deletes its students too. To retire a school, set is_active to FALSE.

CREATE TABLE schools (
    id               uuid         NOT NULL DEFAULT gen_random_uuid(),
    district_id      uuid         NOT NULL,
    name             varchar(200) NOT NULL,
    code             varchar(50)  NOT NULL,
    address          text,
    city             varchar(100),
    state            varchar(2),
    zip_code         varchar(10),
    phone            varchar(20),
    email            varchar(255),
    principal        varchar(200),
    total_enrollment integer,
    is_active        boolean      NOT NULL DEFAULT TRUE,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    updated_at       timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT schools_pkey
        PRIMARY KEY (id),
    CONSTRAINT schools_code_key
        UNIQUE (code),
    CONSTRAINT schools_district_id_fkey
        FOREIGN KEY (district_id) REFERENCES districts (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT schools_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT schools_code_not_blank_check
        CHECK (btrim(code) <> ''),
    CONSTRAINT schools_total_enrollment_not_negative_check
        CHECK (total_enrollment >= 0)
);

COMMENT ON TABLE schools IS
    'A school, the tenant: its nurses see the students and health data of this school only.';
COMMENT ON COLUMN schools.id IS 'Primary key.';
COMMENT ON COLUMN schools.district_id IS
    'District that the school belongs to; deleting the district deletes the school.';
COMMENT ON COLUMN schools.name IS 'Official name, shown on forms and letters to parents.';
COMMENT ON COLUMN schools.code IS 'Short business key of the school, unique across all districts.';
COMMENT ON COLUMN schools.address IS 'Street address of the school building.';
COMMENT ON COLUMN schools.city IS 'City of the school building.';
COMMENT ON COLUMN schools.state IS 'Two-letter USPS state code.';
COMMENT ON COLUMN schools.zip_code IS 'ZIP or ZIP+4 code of the school building.';
COMMENT ON COLUMN schools.phone IS 'Phone number of the school office.';
COMMENT ON COLUMN schools.email IS
    'Mailbox of the school office for notices; nobody logs in with it.';
COMMENT ON COLUMN schools.principal IS
    'Name of the principal as free text; the principal need not have a user account.';
COMMENT ON COLUMN schools.total_enrollment IS
    'Number of students that the school itself reports; not a count of the rows in students.';
COMMENT ON COLUMN schools.is_active IS 'FALSE once the school is closed or has left the platform.';
COMMENT ON COLUMN schools.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN schools.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX schools_district_id_idx ON schools (district_id);

CREATE TRIGGER schools_200_updated_at
BEFORE UPDATE ON schools
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- users
-- ----------------------------------------------------------------------------
-- school_id and district_id decide which rows the account may see; row-level security reads them
-- here. Both are nullable: a platform administrator has neither, a district administrator has no
-- school.
-- There are two dates of the last password change because the application uses one to reject
-- older session tokens and the other to force a new password after some time.

CREATE TABLE users (
    id                         uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id                  uuid,
    district_id                uuid,
    email                      varchar(255) NOT NULL,
    email_verified             boolean      NOT NULL DEFAULT FALSE,
    email_verification_token   varchar(255),
    email_verification_expires timestamptz,
    first_name                 varchar(100) NOT NULL,
    last_name                  varchar(100) NOT NULL,
    phone                      varchar(20),
    role                       user_role    NOT NULL DEFAULT 'NURSE',
    is_active                  boolean      NOT NULL DEFAULT TRUE,
    password                   varchar(255) NOT NULL,
    password_changed_at        timestamptz,
    last_password_change       timestamptz,
    must_change_password       boolean      NOT NULL DEFAULT FALSE,
    password_reset_token       varchar(255),
    password_reset_expires     timestamptz,
    two_factor_enabled         boolean      NOT NULL DEFAULT FALSE,
    two_factor_secret          varchar(255),
    last_login                 timestamptz,
    failed_login_attempts      integer      NOT NULL DEFAULT 0,
    lockout_until              timestamptz,
    created_at                 timestamptz  NOT NULL DEFAULT now(),
    updated_at                 timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT users_pkey
        PRIMARY KEY (id),
    CONSTRAINT users_email_key
        UNIQUE (email),
    CONSTRAINT users_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT users_district_id_fkey
        FOREIGN KEY (district_id) REFERENCES districts (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT users_email_is_address_check
        CHECK (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'),
    CONSTRAINT users_failed_login_attempts_not_negative_check
        CHECK (failed_login_attempts >= 0)
);

COMMENT ON TABLE users IS
    'A staff account (nurse, counselor, administrator or viewer) and its login state. Parents '
    'have no account.';
COMMENT ON COLUMN users.id IS 'Primary key.';
COMMENT ON COLUMN users.school_id IS
    'School whose records the account may see, NULL for staff above school level.';
COMMENT ON COLUMN users.district_id IS
    'District whose records the account may see, NULL if the account is bound to one school.';
COMMENT ON COLUMN users.email IS 'Work email address and login name; unique, and case-sensitive.';
COMMENT ON COLUMN users.email_verified IS
    'Whether the user has confirmed the address by following the mailed link.';
COMMENT ON COLUMN users.email_verification_token IS
    'One-time token in the confirmation link, NULL when none is pending.';
COMMENT ON COLUMN users.email_verification_expires IS
    'Expiry of the confirmation token; the application refuses the token afterwards.';
COMMENT ON COLUMN users.first_name IS 'Given name of the staff member.';
COMMENT ON COLUMN users.last_name IS 'Family name of the staff member.';
COMMENT ON COLUMN users.phone IS 'Work phone number of the staff member.';
COMMENT ON COLUMN users.role IS
    'Role of the user; together with school and district it decides what the account may read and '
    'write.';
COMMENT ON COLUMN users.is_active IS
    'FALSE blocks the login. Accounts are kept because records refer to their authors.';
COMMENT ON COLUMN users.password IS
    'Password hash (bcrypt) computed by the application; never clear text.';
COMMENT ON COLUMN users.password_changed_at IS
    'Time of the last change by the user. Session tokens issued before it are rejected.';
COMMENT ON COLUMN users.last_password_change IS
    'Time from which the password''s age counts; account creation until the first change.';
COMMENT ON COLUMN users.must_change_password IS 'TRUE forces a new password at the next login.';
COMMENT ON COLUMN users.password_reset_token IS
    'One-time token in the reset link, NULL when no reset is pending.';
COMMENT ON COLUMN users.password_reset_expires IS
    'Expiry of the reset token; the application refuses the token afterwards.';
COMMENT ON COLUMN users.two_factor_enabled IS 'Whether the login also asks for a one-time code.';
COMMENT ON COLUMN users.two_factor_secret IS
    'Shared secret for the one-time codes. A credential: keep it out of exports.';
COMMENT ON COLUMN users.last_login IS 'Time of the last successful login, NULL before the first.';
COMMENT ON COLUMN users.failed_login_attempts IS
    'Number of wrong passwords since the last successful login.';
COMMENT ON COLUMN users.lockout_until IS
    'End of the lockout after too many wrong passwords; no login succeeds before it.';
COMMENT ON COLUMN users.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN users.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX users_school_id_idx ON users (school_id) WHERE school_id IS NOT NULL;
CREATE INDEX users_district_id_idx ON users (district_id) WHERE district_id IS NOT NULL;

CREATE TRIGGER users_200_updated_at
BEFORE UPDATE ON users
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
