-- Stock movements in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
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
    'Stock movements in a time range; rows are inserted in about this order.';

ANALYZE inventory_transactions;
