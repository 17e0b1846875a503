-- Reverses 20251104000025-indexes-specialized-clinical-notes.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_tags_idx;
