-- Analytics reports, newest first.
--
-- Tables:   analytics_reports
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on analytics_reports: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-allergies

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS analytics_reports_generated_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY analytics_reports_generated_date_idx
    ON analytics_reports (generated_date DESC);
COMMENT ON INDEX analytics_reports_generated_date_idx IS
    'The latest analytics reports.';

ANALYZE analytics_reports;
