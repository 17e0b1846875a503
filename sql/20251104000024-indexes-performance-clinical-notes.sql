-- Clinical notes that wait for their author's signature.
--
-- Tables:   clinical_notes
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on clinical_notes: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-clinic-visits

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_created_by_created_at_unsigned_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinical_notes_created_by_created_at_unsigned_idx
    ON clinical_notes (created_by, created_at)
    WHERE NOT is_signed AND deleted_at IS NULL;
COMMENT ON INDEX clinical_notes_created_by_created_at_unsigned_idx IS
    'Unsigned notes of one author, the oldest first.';

ANALYZE clinical_notes;
