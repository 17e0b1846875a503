-- Reverses 20251104000025-indexes-specialized-medication-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_administered_at_brin_idx;
