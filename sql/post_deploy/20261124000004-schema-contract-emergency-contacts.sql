-- Contract step: drops the plaintext of emergency_contacts, so that only the ciphertext of
-- phone_number, email and address stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue emergency_contacts lists the remains.
--
-- Tables:   emergency_contacts
-- HIPAA:    45 CFR 164.312(a)(2)(iv): phone_number, email, address
-- Locks:    ACCESS EXCLUSIVE on emergency_contacts, well under a second: no row is rewritten, and
--           the gate counts through emergency_contacts_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt emergency_contacts fills them
--
-- depends: 20261124000003-indexes-encrypted-emergency-contacts

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE emergency_contacts IN ACCESS EXCLUSIVE MODE;
ALTER TABLE emergency_contacts NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('emergency_contacts');
ALTER TABLE emergency_contacts FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.emergency_contacts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id               AS "studentId",
    first_name               AS "firstName",
    last_name                AS "lastName",
    relationship,
    NULL::varchar(20)        AS "phoneNumber",
    NULL::varchar(255)       AS email,
    NULL::text               AS address,
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

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

DROP TRIGGER emergency_contacts_300_ciphertext ON emergency_contacts;
DROP VIEW masked.emergency_contacts;
DROP INDEX emergency_contacts_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'emergency_contacts'
    AND c.column_name IN ('phone_number', 'email', 'address');

ALTER TABLE emergency_contacts
    DROP CONSTRAINT emergency_contacts_phone_number_in_one_form_check,
    DROP CONSTRAINT emergency_contacts_email_is_address_check,
    DROP CONSTRAINT emergency_contacts_phone_number_looks_dialable_check,
    DROP COLUMN phone_number,
    DROP COLUMN email,
    DROP COLUMN address,
    ADD CONSTRAINT emergency_contacts_phone_number_encrypted_given_check
        CHECK (phone_number_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('emergency_contacts');
