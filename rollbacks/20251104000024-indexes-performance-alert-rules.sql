-- Reverses 20251104000024-indexes-performance-alert-rules.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS alert_rules_category_priority_active_idx;
