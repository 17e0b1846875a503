-- Search in what is written about a student, but for what is confidential.
--
-- An index over text is a second copy of its words. So confidential records stay out of this one,
-- and clinical_notes, treatment_plans and mental_health_records have none: 20251104000026 encrypts
-- their text, and a search over it would have to be given up then.
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
    'Records by words: this expression @@ to_tsquery(''english'', $1); none confidential.';

ANALYZE health_records;
