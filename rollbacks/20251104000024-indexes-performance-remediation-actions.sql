-- Reverses 20251104000024-indexes-performance-remediation-actions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS remediation_actions_due_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS remediation_actions_assigned_to_due_date_open_idx;
