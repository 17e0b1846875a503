-- Reverses 20251104000024-indexes-performance-follow-up-appointments.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_appointments_assigned_to_scheduled_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_appointments_scheduled_date_open_idx;
