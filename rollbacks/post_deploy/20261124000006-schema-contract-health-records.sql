-- Reverses 20261124000006-schema-contract-health-records.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt health_records has restored the plaintext. The
--            columns come back as the last ones of the table; their old position is the one thing
--            not restored. Locks health_records while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER health_records_300_ciphertext ON health_records;
DROP VIEW masked.health_records;

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------

ALTER TABLE health_records
    ADD COLUMN description text,
    ADD COLUMN diagnosis text,
    ADD COLUMN treatment text,
    ADD COLUMN notes text,
    DROP CONSTRAINT health_records_description_encrypted_given_check,
    ADD CONSTRAINT health_records_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL);

COMMENT ON COLUMN health_records.description IS
    'PHI: Event or finding, in the author''s own words.';
COMMENT ON COLUMN health_records.diagnosis IS 'PHI: Diagnosis in the provider''s own words.';
COMMENT ON COLUMN health_records.treatment IS 'PHI: Treatment given or ordered.';
COMMENT ON COLUMN health_records.notes IS
    'PHI: Internal notes of the nurse, in addition to the description.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('health_records', 'description', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('health_records', 'diagnosis',   TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('health_records', 'treatment',   TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('health_records', 'notes',       TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX health_records_unencrypted_idx
    ON health_records (id)
    WHERE (description IS NOT NULL AND description_encrypted IS NULL)
    OR (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (treatment IS NOT NULL AND treatment_encrypted IS NULL)
    OR (notes IS NOT NULL AND notes_encrypted IS NULL);
COMMENT ON INDEX health_records_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

CREATE INDEX health_records_search_idx
    ON health_records USING gin (
        to_tsvector(
            'english',
            title || ' ' || description
            || ' ' || coalesce(diagnosis, '') || ' ' || coalesce(treatment, '')
        )
    )
    WHERE is_confidential IS NOT TRUE AND deleted_at IS NULL;
COMMENT ON INDEX health_records_search_idx IS
    'Search in records that are not confidential: this expression @@ to_tsquery(''english'', $1).';

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.health_records
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    record_type         AS "recordType",
    title,
    description,
    record_date         AS "recordDate",
    provider,
    provider_npi        AS "providerNpi",
    facility,
    facility_npi        AS "facilityNpi",
    diagnosis,
    diagnosis_code      AS "diagnosisCode",
    treatment,
    follow_up_required  AS "followUpRequired",
    follow_up_date      AS "followUpDate",
    follow_up_completed AS "followUpCompleted",
    attachments,
    metadata,
    is_confidential     AS "isConfidential",
    notes,
    created_by          AS "createdBy",
    updated_by          AS "updatedBy",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.health_records;

SELECT phi.protect('health_records');
