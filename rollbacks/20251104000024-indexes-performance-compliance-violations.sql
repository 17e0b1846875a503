-- Reverses 20251104000024-indexes-performance-compliance-violations.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_severity_discovered_at_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_discovered_at_idx;
