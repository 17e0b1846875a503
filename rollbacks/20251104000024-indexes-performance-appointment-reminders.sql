-- Reverses 20251104000024-indexes-performance-appointment-reminders.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointment_reminders_scheduled_for_pending_idx;
