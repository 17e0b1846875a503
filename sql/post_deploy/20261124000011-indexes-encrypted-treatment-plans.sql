-- What is not encrypted yet in treatment_plans.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   treatment_plans
-- HIPAA:    ids alone
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
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

ANALYZE treatment_plans;
