-- Contract step: drops the plaintext of treatment_plans, so that only the ciphertext of diagnosis
-- and plan_details stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue treatment_plans lists the remains.
--
-- Tables:   treatment_plans
-- HIPAA:    45 CFR 164.312(a)(2)(iv): diagnosis, plan_details
-- Locks:    ACCESS EXCLUSIVE on treatment_plans, well under a second: no row is rewritten, and the
--           gate counts through treatment_plans_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt treatment_plans fills them
--
-- depends: 20261124000011-indexes-encrypted-treatment-plans

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE treatment_plans IN ACCESS EXCLUSIVE MODE;
ALTER TABLE treatment_plans NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('treatment_plans');
ALTER TABLE treatment_plans FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.treatment_plans
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id    AS "studentId",
    NULL::text    AS diagnosis,
    NULL::jsonb   AS "planDetails",
    start_date    AS "startDate",
    end_date      AS "endDate",
    status,
    prescribed_by AS "prescribedBy",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt",
    deleted_at    AS "deletedAt"
FROM public.treatment_plans;

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------

DROP TRIGGER treatment_plans_300_ciphertext ON treatment_plans;
DROP VIEW masked.treatment_plans;
DROP INDEX treatment_plans_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'treatment_plans'
    AND c.column_name IN ('diagnosis', 'plan_details');

ALTER TABLE treatment_plans
    DROP CONSTRAINT treatment_plans_plan_details_in_one_form_check,
    DROP CONSTRAINT treatment_plans_diagnosis_in_one_form_check,
    DROP CONSTRAINT treatment_plans_diagnosis_not_blank_check,
    DROP COLUMN diagnosis,
    DROP COLUMN plan_details,
    ADD CONSTRAINT treatment_plans_diagnosis_encrypted_given_check
        CHECK (diagnosis_encrypted IS NOT NULL) NOT VALID,
    ADD CONSTRAINT treatment_plans_plan_details_encrypted_given_check
        CHECK (plan_details_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('treatment_plans');
