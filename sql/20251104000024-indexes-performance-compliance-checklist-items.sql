-- Compliance requirements that are due.
--
-- Tables:   compliance_checklist_items
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on compliance_checklist_items: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-clinical-protocols

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_checklist_items_due_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY compliance_checklist_items_due_date_open_idx
    ON compliance_checklist_items (due_date)
    WHERE status IN ('PENDING', 'IN_PROGRESS') AND due_date IS NOT NULL;
COMMENT ON INDEX compliance_checklist_items_due_date_open_idx IS
    'Requirements not met yet, the next due first.';

ANALYZE compliance_checklist_items;
