-- Medications by name, by generic name, by DEA schedule and by dosage form.
--
-- The table has no stock and no expiry columns: inventory_transactions holds both.
--
-- Tables:   medications
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on medications: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-medication-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medications_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_generic_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_dea_schedule_name_controlled_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_dosage_form_name_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY medications_name_idx
    ON medications (name)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX medications_name_idx IS
    'Medications by name.';

CREATE INDEX CONCURRENTLY medications_generic_name_idx
    ON medications (generic_name)
    WHERE generic_name IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX medications_generic_name_idx IS
    'Medications by generic name.';

CREATE INDEX CONCURRENTLY medications_dea_schedule_name_controlled_idx
    ON medications (dea_schedule, name)
    WHERE is_controlled AND deleted_at IS NULL;
COMMENT ON INDEX medications_dea_schedule_name_controlled_idx IS
    'Controlled medications of one DEA schedule, by name.';

CREATE INDEX CONCURRENTLY medications_dosage_form_name_active_idx
    ON medications (dosage_form, name)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX medications_dosage_form_name_active_idx IS
    'Active medications of one dosage form, by name.';

ANALYZE medications;
