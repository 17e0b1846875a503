-- Students by school and grade, by nurse, by district, by name and by enrollment date.
--
-- Most queries ask for active students who are not deleted. The first three indexes hold only
-- those, which keeps them small.
--
-- Tables:   students
-- HIPAA:    the indexes are a second copy of PHI: last_name, first_name, enrollment_date
-- Locks:    SHARE UPDATE EXCLUSIVE on students: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-student-medications

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_grade_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_nurse_id_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_district_id_grade_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_last_name_first_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_enrollment_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY students_school_id_grade_name_active_idx
    ON students (school_id, grade, last_name, first_name)
    INCLUDE (nurse_id)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX students_school_id_grade_name_active_idx IS
    'Active students of a school and grade, by name; includes the nurse, for counts by grade.';

CREATE INDEX CONCURRENTLY students_nurse_id_name_active_idx
    ON students (nurse_id, last_name, first_name)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX students_nurse_id_name_active_idx IS
    'Caseload of a nurse: active students, by name.';

CREATE INDEX CONCURRENTLY students_district_id_grade_active_idx
    ON students (district_id, grade)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX students_district_id_grade_active_idx IS
    'Active students of a district, by grade.';

CREATE INDEX CONCURRENTLY students_last_name_first_name_idx
    ON students (last_name, first_name)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX students_last_name_first_name_idx IS
    'Students of all schools, by name.';

CREATE INDEX CONCURRENTLY students_school_id_enrollment_date_idx
    ON students (school_id, enrollment_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX students_school_id_enrollment_date_idx IS
    'Students of a school, the latest enrollment first.';

ANALYZE students;
