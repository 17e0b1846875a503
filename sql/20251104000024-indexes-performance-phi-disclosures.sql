-- Disclosures of a school by purpose, and disclosures that require a follow-up.
--
-- Tables:   phi_disclosures
-- HIPAA:    the indexes are a second copy of PHI: disclosure_date
-- Locks:    SHARE UPDATE EXCLUSIVE on phi_disclosures: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-performance-metrics

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS phi_disclosures_school_id_purpose_disclosure_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS phi_disclosures_school_id_follow_up_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY phi_disclosures_school_id_purpose_disclosure_date_idx
    ON phi_disclosures (school_id, purpose, disclosure_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX phi_disclosures_school_id_purpose_disclosure_date_idx IS
    'Disclosures of a school for one purpose, newest first.';

CREATE INDEX CONCURRENTLY phi_disclosures_school_id_follow_up_date_idx
    ON phi_disclosures (school_id, follow_up_date)
    WHERE follow_up_required AND deleted_at IS NULL;
COMMENT ON INDEX phi_disclosures_school_id_follow_up_date_idx IS
    'Disclosures of a school that require a follow-up, the next due first.';

ANALYZE phi_disclosures;
