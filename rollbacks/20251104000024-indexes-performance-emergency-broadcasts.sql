-- Reverses 20251104000024-indexes-performance-emergency-broadcasts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_broadcasts_expires_at_sent_idx;
