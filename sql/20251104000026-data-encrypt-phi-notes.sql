-- Expand step for clinical notes, mental health records and treatment plans: adds columns for
-- ciphertext.
--
-- The method is that of 20251104000026-data-encrypt-phi-fields. The column
-- treatment_plans.plan_details is jsonb: wcdb phi encrypts its text form as PostgreSQL prints it.
--
-- Tables:   clinical_notes, mental_health_records, treatment_plans
-- HIPAA:    45 CFR 164.312(a)(2)(iv), encryption of PHI at rest
-- Locks:    ACCESS EXCLUSIVE on each table for a moment: no row is read or rewritten
-- Rollback: drops the ciphertext; refused while a value exists only as ciphertext
--
-- depends: 20251104000026-data-encrypt-phi-incidents

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------

ALTER TABLE clinical_notes
    ADD COLUMN content_encrypted bytea,
    ADD COLUMN subjective_encrypted bytea,
    ADD COLUMN objective_encrypted bytea,
    ADD COLUMN assessment_encrypted bytea,
    ADD COLUMN plan_encrypted bytea,
    ADD CONSTRAINT clinical_notes_content_in_one_form_check
        CHECK (content IS NOT NULL OR content_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN content DROP NOT NULL;

COMMENT ON COLUMN clinical_notes.content_encrypted IS
    'PHI: Ciphertext of content (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN clinical_notes.subjective_encrypted IS
    'PHI: Ciphertext of subjective (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN clinical_notes.objective_encrypted IS
    'PHI: Ciphertext of objective (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN clinical_notes.assessment_encrypted IS
    'PHI: Ciphertext of assessment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN clinical_notes.plan_encrypted IS
    'PHI: Ciphertext of plan (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('clinical_notes', 'content_encrypted',    TRUE, 'HIDE', 'NAME', 'NONE'),
('clinical_notes', 'subjective_encrypted', TRUE, 'HIDE', 'NAME', 'NONE'),
('clinical_notes', 'objective_encrypted',  TRUE, 'HIDE', 'NAME', 'NONE'),
('clinical_notes', 'assessment_encrypted', TRUE, 'HIDE', 'NAME', 'NONE'),
('clinical_notes', 'plan_encrypted',       TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('clinical_notes', 'content',    4, 1, 'text', 'content_encrypted'),
('clinical_notes', 'subjective', 4, 2, 'text', 'subjective_encrypted'),
('clinical_notes', 'objective',  4, 3, 'text', 'objective_encrypted'),
('clinical_notes', 'assessment', 4, 4, 'text', 'assessment_encrypted'),
('clinical_notes', 'plan',       4, 5, 'text', 'plan_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('clinical_notes');

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

ALTER TABLE mental_health_records
    ADD COLUMN session_notes_encrypted bytea,
    ADD COLUMN assessment_encrypted bytea,
    ADD COLUMN diagnosis_encrypted bytea,
    ADD COLUMN treatment_plan_encrypted bytea,
    ADD CONSTRAINT mental_health_records_session_notes_in_one_form_check
        CHECK (session_notes IS NOT NULL OR session_notes_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN session_notes DROP NOT NULL;

COMMENT ON COLUMN mental_health_records.session_notes_encrypted IS
    'PHI: Ciphertext of session_notes (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN mental_health_records.assessment_encrypted IS
    'PHI: Ciphertext of assessment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN mental_health_records.diagnosis_encrypted IS
    'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN mental_health_records.treatment_plan_encrypted IS
    'PHI: Ciphertext of treatment_plan (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('mental_health_records', 'session_notes_encrypted',  TRUE, 'HIDE', 'NAME', 'NONE'),
('mental_health_records', 'assessment_encrypted',     TRUE, 'HIDE', 'NAME', 'NONE'),
('mental_health_records', 'diagnosis_encrypted',      TRUE, 'HIDE', 'NAME', 'NONE'),
('mental_health_records', 'treatment_plan_encrypted', TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('mental_health_records', 'session_notes',  5, 1, 'text', 'session_notes_encrypted'),
('mental_health_records', 'assessment',     5, 2, 'text', 'assessment_encrypted'),
('mental_health_records', 'diagnosis',      5, 3, 'text', 'diagnosis_encrypted'),
('mental_health_records', 'treatment_plan', 5, 4, 'text', 'treatment_plan_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('mental_health_records');

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------

ALTER TABLE treatment_plans
    ADD COLUMN diagnosis_encrypted bytea,
    ADD COLUMN plan_details_encrypted bytea,
    ADD CONSTRAINT treatment_plans_diagnosis_in_one_form_check
        CHECK (diagnosis IS NOT NULL OR diagnosis_encrypted IS NOT NULL) NOT VALID,
    ADD CONSTRAINT treatment_plans_plan_details_in_one_form_check
        CHECK (plan_details IS NOT NULL OR plan_details_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN diagnosis DROP NOT NULL,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN plan_details DROP NOT NULL;

COMMENT ON COLUMN treatment_plans.diagnosis_encrypted IS
    'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN treatment_plans.plan_details_encrypted IS
    'PHI: Ciphertext of plan_details (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('treatment_plans', 'diagnosis_encrypted',    TRUE, 'HIDE', 'NAME', 'NONE'),
('treatment_plans', 'plan_details_encrypted', TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('treatment_plans', 'diagnosis',    6, 1, 'text',  'diagnosis_encrypted'),
('treatment_plans', 'plan_details', 6, 2, 'jsonb', 'plan_details_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('treatment_plans');
