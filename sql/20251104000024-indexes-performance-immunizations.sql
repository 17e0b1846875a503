-- Immunizations of a school by vaccine, and all doses of a recalled lot.
--
-- Tables:   immunizations
-- HIPAA:    the indexes are a second copy of PHI: vaccine_name, administered_date, lot_number
-- Locks:    SHARE UPDATE EXCLUSIVE on immunizations: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-health-screenings

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS immunizations_school_id_vaccine_name_administered_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS immunizations_lot_number_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY immunizations_school_id_vaccine_name_administered_date_idx
    ON immunizations (school_id, vaccine_name, administered_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX immunizations_school_id_vaccine_name_administered_date_idx IS
    'Doses of one vaccine in a school, newest first.';

CREATE INDEX CONCURRENTLY immunizations_lot_number_idx
    ON immunizations (lot_number)
    WHERE lot_number IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX immunizations_lot_number_idx IS
    'Doses of one vaccine lot in all schools, for a recall.';

ANALYZE immunizations;
