-- Contacts of one student or user, and contacts of one type by name.
--
-- Tables:   contacts
-- HIPAA:    the indexes are a second copy of PHI: last_name, first_name
-- Locks:    SHARE UPDATE EXCLUSIVE on contacts: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-configuration-history

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS contacts_relation_to_type_idx;
DROP INDEX CONCURRENTLY IF EXISTS contacts_type_name_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY contacts_relation_to_type_idx
    ON contacts (relation_to, type)
    WHERE relation_to IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX contacts_relation_to_type_idx IS
    'Contacts of one student or user.';

CREATE INDEX CONCURRENTLY contacts_type_name_active_idx
    ON contacts (type, last_name, first_name)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX contacts_type_name_active_idx IS
    'Active contacts of one type, by name.';

ANALYZE contacts;
