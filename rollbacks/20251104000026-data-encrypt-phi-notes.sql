-- Reverses 20251104000026-data-encrypt-phi-notes.
--
-- Data loss: none: every dropped ciphertext still has its plaintext. The rollback refuses while a
--            value exists only as ciphertext; run wcdb phi decrypt first.

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('treatment_plans');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'treatment_plans';

SELECT phi.protect('treatment_plans');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'treatment_plans'
    AND c.column_name IN (
        'diagnosis_encrypted',
        'plan_details_encrypted'
    );

ALTER TABLE treatment_plans
    ALTER COLUMN plan_details SET NOT NULL,
    ALTER COLUMN diagnosis SET NOT NULL,
    DROP CONSTRAINT treatment_plans_plan_details_in_one_form_check,
    DROP CONSTRAINT treatment_plans_diagnosis_in_one_form_check,
    DROP COLUMN plan_details_encrypted,
    DROP COLUMN diagnosis_encrypted;

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('mental_health_records');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'mental_health_records';

SELECT phi.protect('mental_health_records');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'mental_health_records'
    AND c.column_name IN (
        'session_notes_encrypted',
        'assessment_encrypted',
        'diagnosis_encrypted',
        'treatment_plan_encrypted'
    );

ALTER TABLE mental_health_records
    ALTER COLUMN session_notes SET NOT NULL,
    DROP CONSTRAINT mental_health_records_session_notes_in_one_form_check,
    DROP COLUMN treatment_plan_encrypted,
    DROP COLUMN diagnosis_encrypted,
    DROP COLUMN assessment_encrypted,
    DROP COLUMN session_notes_encrypted;

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('clinical_notes');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'clinical_notes';

SELECT phi.protect('clinical_notes');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'clinical_notes'
    AND c.column_name IN (
        'content_encrypted',
        'subjective_encrypted',
        'objective_encrypted',
        'assessment_encrypted',
        'plan_encrypted'
    );

ALTER TABLE clinical_notes
    ALTER COLUMN content SET NOT NULL,
    DROP CONSTRAINT clinical_notes_content_in_one_form_check,
    DROP COLUMN plan_encrypted,
    DROP COLUMN assessment_encrypted,
    DROP COLUMN objective_encrypted,
    DROP COLUMN subjective_encrypted,
    DROP COLUMN content_encrypted;
