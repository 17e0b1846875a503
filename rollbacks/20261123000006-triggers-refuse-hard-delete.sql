-- Reverses 20261123000006-triggers-refuse-hard-delete.
--
-- Data loss: none; but a DELETE of the application deletes for good from then on.

SET LOCAL lock_timeout = '5s';

DROP FUNCTION phi.guard_source(regclass);

SELECT phi.protect_all();

DROP FUNCTION phi.soft_delete();
DROP FUNCTION phi.refuse_hard_delete();
