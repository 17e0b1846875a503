-- Reverses 20261123000003-functions-archive-audit.
--
-- Data loss: none: schema archive must be empty, or the DROP is refused. Drop the months in it
-- with wcdb retention archive-audit --drop before.

DROP FUNCTION phi.audit_drop_archived(date);
DROP FUNCTION phi.audit_detach_partition(date);
DROP FUNCTION phi.audit_months_due(timestamptz);
DROP SCHEMA archive;
