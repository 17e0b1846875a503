-- Reverses 20261123000009-security-grants-views.
--
-- Data loss: none. Stop the application first: without the grants it gets "permission denied".

SET LOCAL lock_timeout = '5s';

DROP FUNCTION phi.views_source(regclass);

SELECT phi.protect_all();

REVOKE USAGE ON SCHEMA sequelize
FROM whitecross_service, whitecross_app, whitecross_district, whitecross_admin;
