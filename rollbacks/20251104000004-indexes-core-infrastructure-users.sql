-- Reverses 20251104000004-indexes-core-infrastructure-users.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_password_reset_token_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_email_verification_token_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_role_last_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_district_id_role_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS users_school_id_role_active_idx;
