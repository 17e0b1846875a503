-- Movements of stock in a span of time.
--
-- BRIN keeps one entry for 16 pages: some kilobytes in all, and next to no work for an INSERT.
--
-- Tables:   inventory_transactions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on inventory_transactions: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-integration-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_transactions_created_at_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY inventory_transactions_created_at_brin_idx
    ON inventory_transactions USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX inventory_transactions_created_at_brin_idx IS
    'Movements in a span of time: rows arrive in this order.';

ANALYZE inventory_transactions;
