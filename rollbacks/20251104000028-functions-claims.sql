-- Reverses 20251104000028-functions-claims.
--
-- Data loss: the grants of emergency access. Their entries in the audit log stay.

DROP FUNCTION phi.break_glass_end(uuid);
DROP FUNCTION phi.break_glass(uuid, text, uuid, integer);
DROP FUNCTION phi.may_students(phi.access_group, text);
DROP FUNCTION phi.may(phi.access_group, text);
DROP FUNCTION phi.is_admin();
DROP FUNCTION phi.my_schools();
DROP FUNCTION phi.my_school();
DROP FUNCTION phi.my_id();
DROP FUNCTION phi.my_user();
DROP FUNCTION phi.guest_students(uuid, uuid);

DROP TYPE phi.verified_user;

DROP TABLE phi.break_glass_grants;
