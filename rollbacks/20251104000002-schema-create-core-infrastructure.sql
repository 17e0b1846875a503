-- Reverses 20251104000002-schema-create-core-infrastructure.
--
-- Data loss: every district, school and user.

DROP TABLE users;
DROP TABLE schools;
DROP TABLE districts;

DROP FUNCTION set_updated_at();
