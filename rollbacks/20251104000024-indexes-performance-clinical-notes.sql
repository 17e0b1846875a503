-- Reverses 20251104000024-indexes-performance-clinical-notes.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_created_by_created_at_unsigned_idx;
