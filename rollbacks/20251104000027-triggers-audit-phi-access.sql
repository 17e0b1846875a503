-- Reverses 20251104000027-triggers-audit-phi-access.
--
-- Data loss: none; but changes made while the triggers are away are never logged.

SET LOCAL lock_timeout = '5s';

DROP FUNCTION phi.audit_source(regclass);

SELECT phi.protect_all();
