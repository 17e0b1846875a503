-- The active schools of a district, by name.
--
-- The table districts needs no index besides its keys: it has a few hundred rows, and a sequential
-- scan of them is faster than an index scan.
--
-- Tables:   schools
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on schools: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000003-schema-create-students

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS schools_district_id_name_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY schools_district_id_name_active_idx
    ON schools (district_id, name)
    WHERE is_active;
COMMENT ON INDEX schools_district_id_name_active_idx IS
    'Active schools of a district, by name.';

ANALYZE schools;
