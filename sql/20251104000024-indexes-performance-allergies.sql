-- Life-threatening allergies of a school, its allergies by type, and auto-injectors that expire.
--
-- Tables:   allergies
-- HIPAA:    the indexes are a second copy of PHI: allergy_type, severity, epi_pen_expiration
-- Locks:    SHARE UPDATE EXCLUSIVE on allergies: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-alerts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_student_id_life_threatening_idx;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_allergy_type_severity_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_epi_pen_expiration_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY allergies_school_id_student_id_life_threatening_idx
    ON allergies (school_id, student_id)
    WHERE active AND severity = 'LIFE_THREATENING' AND deleted_at IS NULL;
COMMENT ON INDEX allergies_school_id_student_id_life_threatening_idx IS
    'Students of a school with a life-threatening allergy: the list for kitchen and bus staff.';

CREATE INDEX CONCURRENTLY allergies_school_id_allergy_type_severity_active_idx
    ON allergies (school_id, allergy_type, severity DESC)
    WHERE active AND deleted_at IS NULL;
COMMENT ON INDEX allergies_school_id_allergy_type_severity_active_idx IS
    'Active allergies of a school by type, the most severe first.';

CREATE INDEX CONCURRENTLY allergies_school_id_epi_pen_expiration_idx
    ON allergies (school_id, epi_pen_expiration)
    WHERE epi_pen_expiration IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX allergies_school_id_epi_pen_expiration_idx IS
    'Epinephrine auto-injectors of a school, the next to expire first.';

ANALYZE allergies;
