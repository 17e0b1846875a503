-- Active alert rules of one category, the highest priority first.
--
-- Tables:   alert_rules
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on alert_rules: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000023-schema-create-academic

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS alert_rules_category_priority_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY alert_rules_category_priority_active_idx
    ON alert_rules (category, priority DESC)
    WHERE is_active;
COMMENT ON INDEX alert_rules_category_priority_active_idx IS
    'Active rules of one category in the order in which they are tried.';

ANALYZE alert_rules;
