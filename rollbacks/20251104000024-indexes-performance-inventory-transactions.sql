-- Reverses 20251104000024-indexes-performance-inventory-transactions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_transactions_expiration_date_idx;
