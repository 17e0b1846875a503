-- Full-text search for staff by name or email address.
--
-- The text search configuration is simple: english would stem names and drop some as stop words.
--
-- Tables:   users
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on users: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-students

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_search_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY users_search_idx
    ON users USING gin (
        to_tsvector('simple', first_name || ' ' || last_name || ' ' || email)
    );
COMMENT ON INDEX users_search_idx IS
    'Full-text search in names and email: this expression @@ to_tsquery(''simple'', $1).';

ANALYZE users;
