-- Index on the rows of treatment_plans that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, treatment_plans_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   treatment_plans
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on treatment_plans: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000010-schema-contract-mental-health-records

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS treatment_plans_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY treatment_plans_unencrypted_idx
    ON treatment_plans (id)
    WHERE (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (plan_details IS NOT NULL AND plan_details_encrypted IS NULL);
COMMENT ON INDEX treatment_plans_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE treatment_plans;
