-- Failed deliveries of alerts.
--
-- Tables:   delivery_logs
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on delivery_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-conversations

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS delivery_logs_last_attempt_failed_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY delivery_logs_last_attempt_failed_idx
    ON delivery_logs (last_attempt)
    WHERE NOT success;
COMMENT ON INDEX delivery_logs_last_attempt_failed_idx IS
    'Failed deliveries, the least recently tried first.';

ANALYZE delivery_logs;
