-- Batches of stock that expire soon.
--
-- Tables:   inventory_transactions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on inventory_transactions: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-inventory-items

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_transactions_expiration_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY inventory_transactions_expiration_date_idx
    ON inventory_transactions (expiration_date)
    INCLUDE (inventory_item_id, quantity)
    WHERE expiration_date IS NOT NULL;
COMMENT ON INDEX inventory_transactions_expiration_date_idx IS
    'Batches by expiry, the next to expire first; includes item and quantity.';

ANALYZE inventory_transactions;
