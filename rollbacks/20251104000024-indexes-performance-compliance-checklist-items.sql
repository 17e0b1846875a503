-- Reverses 20251104000024-indexes-performance-compliance-checklist-items.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_checklist_items_due_date_open_idx;
