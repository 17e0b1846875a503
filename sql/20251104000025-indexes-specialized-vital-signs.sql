-- Vital signs of all schools in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
--
-- Tables:   vital_signs
-- HIPAA:    the index is a second copy of PHI: measurement_date
-- Locks:    SHARE UPDATE EXCLUSIVE on vital_signs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-users

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vital_signs_measurement_date_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY vital_signs_measurement_date_brin_idx
    ON vital_signs USING brin (measurement_date)
    WITH (pages_per_range = 16);
COMMENT ON INDEX vital_signs_measurement_date_brin_idx IS
    'Vital signs of all schools in a time range; rows are inserted in about this order.';

ANALYZE vital_signs;
