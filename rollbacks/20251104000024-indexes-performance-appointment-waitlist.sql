-- Reverses 20251104000024-indexes-performance-appointment-waitlist.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointment_waitlist_expires_at_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointment_waitlist_school_id_priority_waiting_idx;
