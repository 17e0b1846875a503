-- Reverses 20261123000009-security-grants-views.
--
-- Data loss: none. Stop the application first: from here on it is refused.

REVOKE ALL ON ALL TABLES IN SCHEMA sequelize
FROM whitecross_service, whitecross_app, whitecross_district, whitecross_admin;

REVOKE USAGE ON SCHEMA sequelize
FROM whitecross_service, whitecross_app, whitecross_district, whitecross_admin;
