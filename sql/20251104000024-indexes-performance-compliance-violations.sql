-- Violations by date of discovery, and open violations by severity.
--
-- Tables:   compliance_violations
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on compliance_violations: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-compliance-reports

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_discovered_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_severity_discovered_at_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY compliance_violations_discovered_at_idx
    ON compliance_violations (discovered_at)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX compliance_violations_discovered_at_idx IS
    'Violations by discovery, from which the 60 days of 45 CFR 164.404 count.';

CREATE INDEX CONCURRENTLY compliance_violations_severity_discovered_at_open_idx
    ON compliance_violations (severity DESC, discovered_at)
    WHERE status IN ('REPORTED', 'INVESTIGATING', 'REMEDIATION_IN_PROGRESS') AND deleted_at IS NULL;
COMMENT ON INDEX compliance_violations_severity_discovered_at_open_idx IS
    'Open violations, the most severe first, then the oldest.';

ANALYZE compliance_violations;
