-- Who may use the views of the application.
--
-- The views of schema sequelize are security_invoker: who uses one needs the same grant on the
-- table, and sees the same rows. Today's backend logs in as a member of whitecross_service.
--
-- Views:    every one of schema sequelize
-- HIPAA:    45 CFR 164.312(a)(1), access control
-- Locks:    none that reads or writes wait for
-- Rollback: takes the grants back: the application is refused
--
-- depends: 20261123000008-views-breach-and-access

GRANT USAGE ON SCHEMA sequelize
TO whitecross_service, whitecross_app, whitecross_district, whitecross_admin;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sequelize
TO whitecross_service;

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA sequelize
TO whitecross_app, whitecross_district, whitecross_admin;
