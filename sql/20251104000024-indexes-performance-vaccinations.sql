-- Vaccination compliance of a school, doses that are due, and all doses of a recalled lot.
--
-- Tables:   vaccinations
-- HIPAA:    the indexes are a second copy of PHI: vaccine_type, compliance_status, next_due_date,
--           lot_number
-- Locks:    SHARE UPDATE EXCLUSIVE on vaccinations: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-treatment-plans

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_school_id_vaccine_type_compliance_status_idx;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_school_id_next_due_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_lot_number_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY vaccinations_school_id_vaccine_type_compliance_status_idx
    ON vaccinations (school_id, vaccine_type, compliance_status)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX vaccinations_school_id_vaccine_type_compliance_status_idx IS
    'Vaccinations of a school for one vaccine, by compliance status.';

CREATE INDEX CONCURRENTLY vaccinations_school_id_next_due_date_idx
    ON vaccinations (school_id, next_due_date)
    INCLUDE (student_id, vaccine_type)
    WHERE next_due_date IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX vaccinations_school_id_next_due_date_idx IS
    'Next doses of a school, the next due first; includes student and vaccine.';

CREATE INDEX CONCURRENTLY vaccinations_lot_number_idx
    ON vaccinations (lot_number)
    WHERE lot_number IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX vaccinations_lot_number_idx IS
    'Doses of one vaccine lot in all schools, for a recall.';

ANALYZE vaccinations;
