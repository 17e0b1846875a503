-- Reverses 20251104000024-indexes-performance-emergency-contacts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_contacts_school_id_verification_status_active_idx;
