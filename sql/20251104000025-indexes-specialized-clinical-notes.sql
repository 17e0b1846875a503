-- Clinical notes by tag.
--
-- Tables:   clinical_notes
-- HIPAA:    the index is a second copy of PHI: tags
-- Locks:    SHARE UPDATE EXCLUSIVE on clinical_notes: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-clinic-visits

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_tags_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinical_notes_tags_idx
    ON clinical_notes USING gin (tags jsonb_path_ops)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX clinical_notes_tags_idx IS
    'Notes with one tag: tags @> $1.';

ANALYZE clinical_notes;
