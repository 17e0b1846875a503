-- Active staff by school, by district and by role; users by the two tokens that the application
-- sends by email.
--
-- Tables:   users
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on users: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000004-indexes-core-infrastructure-schools

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_school_id_role_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_district_id_role_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_role_last_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_email_verification_token_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_password_reset_token_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY users_school_id_role_active_idx
    ON users (school_id, role, last_name, first_name)
    WHERE is_active;
COMMENT ON INDEX users_school_id_role_active_idx IS
    'Active staff of a school, by role and name.';

CREATE INDEX CONCURRENTLY users_district_id_role_active_idx
    ON users (district_id, role, last_name, first_name)
    WHERE is_active;
COMMENT ON INDEX users_district_id_role_active_idx IS
    'Active staff of a district, by role and name.';

CREATE INDEX CONCURRENTLY users_role_last_name_active_idx
    ON users (role, last_name, first_name)
    WHERE is_active;
COMMENT ON INDEX users_role_last_name_active_idx IS
    'Active users of one role in all schools, by name.';

CREATE INDEX CONCURRENTLY users_email_verification_token_idx
    ON users (email_verification_token)
    WHERE email_verification_token IS NOT NULL;
COMMENT ON INDEX users_email_verification_token_idx IS
    'The user who opens the link in a verification email, found by its token.';

CREATE INDEX CONCURRENTLY users_password_reset_token_idx
    ON users (password_reset_token)
    WHERE password_reset_token IS NOT NULL;
COMMENT ON INDEX users_password_reset_token_idx IS
    'The user who opens the link in a password reset email, found by its token.';

ANALYZE users;
