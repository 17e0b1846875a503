-- Reverses 20261123000003-functions-archive-audit.
--
-- Data loss: none: DROP SCHEMA fails unless schema archive is empty. Drop the months in it first
--            with wcdb retention archive-audit --drop.

DROP FUNCTION phi.audit_drop_archived(date);
DROP FUNCTION phi.audit_detach_partition(date);
DROP FUNCTION phi.audit_months_due(timestamptz);
DROP SCHEMA archive;
