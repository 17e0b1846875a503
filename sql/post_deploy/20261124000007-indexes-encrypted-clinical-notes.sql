-- Index on the rows of clinical_notes that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, clinical_notes_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   clinical_notes
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on clinical_notes: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000006-schema-contract-health-records

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinical_notes_unencrypted_idx
    ON clinical_notes (id)
    WHERE (content IS NOT NULL AND content_encrypted IS NULL)
    OR (subjective IS NOT NULL AND subjective_encrypted IS NULL)
    OR (objective IS NOT NULL AND objective_encrypted IS NULL)
    OR (assessment IS NOT NULL AND assessment_encrypted IS NULL)
    OR (plan IS NOT NULL AND plan_encrypted IS NULL);
COMMENT ON INDEX clinical_notes_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE clinical_notes;
