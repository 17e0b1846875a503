-- Reverses 20251104000024-indexes-performance-medication-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_school_id_scheduled_at_pending_idx;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_administered_by_administered_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_student_id_medication_id_administered_at_idx;
