-- Reverses 20251104000025-indexes-specialized-inventory-transactions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_transactions_created_at_brin_idx;
