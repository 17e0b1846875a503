-- Reverses 20261124000004-schema-contract-emergency-contacts.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt emergency_contacts has restored the plaintext. The
--            columns come back as the last ones of the table; their old position is the one thing
--            not restored. Locks emergency_contacts while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER emergency_contacts_300_ciphertext ON emergency_contacts;
DROP VIEW masked.emergency_contacts;

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

ALTER TABLE emergency_contacts
    ADD COLUMN phone_number varchar(20),
    ADD COLUMN email varchar(255),
    ADD COLUMN address text,
    DROP CONSTRAINT emergency_contacts_phone_number_encrypted_given_check,
    ADD CONSTRAINT emergency_contacts_phone_number_looks_dialable_check
        CHECK (phone_number ~ '^[0-9+(). x-]{2,20}$'),
    ADD CONSTRAINT emergency_contacts_email_is_address_check
        CHECK (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'),
    ADD CONSTRAINT emergency_contacts_phone_number_in_one_form_check
        CHECK (phone_number IS NOT NULL OR phone_number_encrypted IS NOT NULL);

COMMENT ON COLUMN emergency_contacts.phone_number IS
    'PHI: Phone number to call first, preferably in E.164 format.';
COMMENT ON COLUMN emergency_contacts.email IS 'PHI: Email address of the contact.';
COMMENT ON COLUMN emergency_contacts.address IS 'PHI: Home address of the contact as one text.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('emergency_contacts', 'phone_number', TRUE, 'LAST_FOUR', 'FINGERPRINT', 'WCDB'),
('emergency_contacts', 'email',        TRUE, 'DOMAIN',    'FINGERPRINT', 'WCDB'),
('emergency_contacts', 'address',      TRUE, 'HIDE',      'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX emergency_contacts_unencrypted_idx
    ON emergency_contacts (id)
    WHERE (phone_number IS NOT NULL AND phone_number_encrypted IS NULL)
    OR (email IS NOT NULL AND email_encrypted IS NULL)
    OR (address IS NOT NULL AND address_encrypted IS NULL);
COMMENT ON INDEX emergency_contacts_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

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

SELECT phi.protect('emergency_contacts');
