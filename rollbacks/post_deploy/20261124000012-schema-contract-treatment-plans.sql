-- Reverses 20261124000012-schema-contract-treatment-plans.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt treatment_plans has restored the plaintext. The
--            columns come back as the last ones of the table; their old position is the one thing
--            not restored. Locks treatment_plans while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER treatment_plans_300_ciphertext ON treatment_plans;
DROP VIEW masked.treatment_plans;

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------

ALTER TABLE treatment_plans
    ADD COLUMN diagnosis text,
    ADD COLUMN plan_details jsonb,
    DROP CONSTRAINT treatment_plans_plan_details_encrypted_given_check,
    DROP CONSTRAINT treatment_plans_diagnosis_encrypted_given_check,
    ADD CONSTRAINT treatment_plans_diagnosis_not_blank_check
        CHECK (btrim(diagnosis) <> ''),
    ADD CONSTRAINT treatment_plans_diagnosis_in_one_form_check
        CHECK (diagnosis IS NOT NULL OR diagnosis_encrypted IS NOT NULL),
    ADD CONSTRAINT treatment_plans_plan_details_in_one_form_check
        CHECK (plan_details IS NOT NULL OR plan_details_encrypted IS NOT NULL);

COMMENT ON COLUMN treatment_plans.diagnosis IS
    'PHI: Diagnosis to be treated, as free text; it must not be blank.';
COMMENT ON COLUMN treatment_plans.plan_details IS
    'PHI: Goals, measures and schedule of the plan as JSON.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('treatment_plans', 'diagnosis',    TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('treatment_plans', 'plan_details', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX treatment_plans_unencrypted_idx
    ON treatment_plans (id)
    WHERE (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (plan_details IS NOT NULL AND plan_details_encrypted IS NULL);
COMMENT ON INDEX treatment_plans_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.treatment_plans
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id    AS "studentId",
    diagnosis,
    plan_details  AS "planDetails",
    start_date    AS "startDate",
    end_date      AS "endDate",
    status,
    prescribed_by AS "prescribedBy",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt",
    deleted_at    AS "deletedAt"
FROM public.treatment_plans;

SELECT phi.protect('treatment_plans');
