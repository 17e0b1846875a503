-- Reverses 20261124000011-indexes-encrypted-treatment-plans.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS treatment_plans_unencrypted_idx;
