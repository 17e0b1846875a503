-- Reverses 20251104000024-indexes-performance-appointments.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointments_recurring_group_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_school_id_type_scheduled_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_scheduled_at_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_nurse_id_scheduled_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_nurse_id_scheduled_at_open_idx;
