-- Full-text search in health records that are not confidential.
--
-- A full-text index is a second copy of the words. For this reason it leaves out confidential
-- records. clinical_notes, treatment_plans and mental_health_records have no such index:
-- 20251104000026 prepares the encryption of their text, and encrypted text cannot be searched.
--
-- Tables:   health_records
-- HIPAA:    the index is a second copy of PHI: title, description, diagnosis, treatment
-- Locks:    SHARE UPDATE EXCLUSIVE on health_records: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-drug-catalog

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_search_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY health_records_search_idx
    ON health_records USING gin (
        to_tsvector(
            'english',
            title || ' ' || description
            || ' ' || coalesce(diagnosis, '') || ' ' || coalesce(treatment, '')
        )
    )
    WHERE is_confidential IS NOT TRUE AND deleted_at IS NULL;
COMMENT ON INDEX health_records_search_idx IS
    'Search in records that are not confidential: this expression @@ to_tsquery(''english'', $1).';

ANALYZE health_records;
