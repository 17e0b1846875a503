-- Emergency contacts of a school that are not verified yet.
--
-- Tables:   emergency_contacts
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on emergency_contacts: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-emergency-broadcasts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_contacts_school_id_verification_status_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY emergency_contacts_school_id_verification_status_active_idx
    ON emergency_contacts (school_id, verification_status)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX emergency_contacts_school_id_verification_status_active_idx IS
    'Active contacts of a school with one verification status, such as those not verified yet.';

ANALYZE emergency_contacts;
