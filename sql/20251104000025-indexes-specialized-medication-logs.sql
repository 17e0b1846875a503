-- Doses of all schools in a span of time.
--
-- BRIN keeps one entry for 16 pages: some kilobytes in all, and next to no work for an INSERT.
--
-- Tables:   medication_logs
-- HIPAA:    the index is a second copy of PHI: administered_at
-- Locks:    SHARE UPDATE EXCLUSIVE on medication_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-inventory-transactions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_administered_at_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY medication_logs_administered_at_brin_idx
    ON medication_logs USING brin (administered_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX medication_logs_administered_at_brin_idx IS
    'Doses of all schools in a span of time: rows arrive in this order.';

ANALYZE medication_logs;
