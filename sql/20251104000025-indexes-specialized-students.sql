-- Student search: by the first letters of a name while it is typed, and by words in any order.
--
-- The text search configuration is simple: english would stem names and drop some as stop words.
--
-- Tables:   students
-- HIPAA:    the indexes are a second copy of PHI: last_name, first_name, student_number
-- Locks:    SHARE UPDATE EXCLUSIVE on students: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-push-notifications

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_lower_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_search_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY students_school_id_lower_name_idx
    ON students (school_id, lower(last_name) text_pattern_ops, lower(first_name) text_pattern_ops)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX students_school_id_lower_name_idx IS
    'Students of a school by the first letters of a name: lower(last_name) LIKE ''smi%''.';

CREATE INDEX CONCURRENTLY students_search_idx
    ON students USING gin (
        to_tsvector('simple', first_name || ' ' || last_name || ' ' || student_number)
    )
    WHERE deleted_at IS NULL;
COMMENT ON INDEX students_search_idx IS
    'Full-text search in names and number: this expression @@ to_tsquery(''simple'', $1).';

ANALYZE students;
