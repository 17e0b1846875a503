-- Reverses 20251104000025-indexes-specialized-compliance-violations.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_affected_students_idx;
