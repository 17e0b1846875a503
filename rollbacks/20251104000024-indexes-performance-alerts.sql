-- Reverses 20251104000024-indexes-performance-alerts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS alerts_expires_at_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS alerts_user_id_created_at_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS alerts_school_id_severity_active_idx;
