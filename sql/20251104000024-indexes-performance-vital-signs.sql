-- Abnormal vital signs of a school.
--
-- Tables:   vital_signs
-- HIPAA:    the index is a second copy of PHI: measurement_date
-- Locks:    SHARE UPDATE EXCLUSIVE on vital_signs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-vaccinations

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vital_signs_school_id_measurement_date_abnormal_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY vital_signs_school_id_measurement_date_abnormal_idx
    ON vital_signs (school_id, measurement_date DESC)
    WHERE is_abnormal AND deleted_at IS NULL;
COMMENT ON INDEX vital_signs_school_id_measurement_date_abnormal_idx IS
    'Abnormal vital signs of a school, newest first.';

ANALYZE vital_signs;
