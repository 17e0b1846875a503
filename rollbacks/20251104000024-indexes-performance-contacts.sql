-- Reverses 20251104000024-indexes-performance-contacts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS contacts_type_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS contacts_relation_to_type_idx;
