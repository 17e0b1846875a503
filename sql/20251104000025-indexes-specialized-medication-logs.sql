-- Doses given in all schools in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
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
    'Doses of all schools in a time range; rows are inserted in about this order.';

ANALYZE medication_logs;
