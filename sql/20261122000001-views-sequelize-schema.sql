-- Schema sequelize: the tables under the names that the application uses.
--
-- The tables use snake_case. The application's 92 Sequelize models use camelCase attributes and
-- some other table names, such as message_deliveries. This schema holds one view for each model,
-- under the model's table name and with its attribute names as columns. The application therefore
-- runs unchanged; it only needs search_path = sequelize, public, pg_temp.
--
-- Each view selects columns of one table, so PostgreSQL makes it insertable, updatable and
-- deletable without a trigger or rule, including defaults, RETURNING and ON CONFLICT. Each view has
-- security_invoker: the grants, policies and audit triggers of the table apply to the caller.
--
-- Some tables have deleted_at although their model has no soft delete. Their views show only live
-- rows, and WITH CHECK OPTION keeps an upsert from writing to a deleted row that nobody would see.
-- Views of models without a tenant key do not show the column; the database fills it.
--
-- Sequelize casts an array of enum labels to a type named enum_<table>_<attribute>. The three
-- domains below have those names. They and the column names of the views are the only quoted
-- identifiers in this repository.
--
-- Types:    3 domains
-- HIPAA:    no data
-- Locks:    none on existing tables
-- Rollback: drops the schema, which is empty by then
--
-- depends: 20251104000028-views-masked

CREATE SCHEMA sequelize;
COMMENT ON SCHEMA sequelize IS
    'The tables under the names of the application: one updatable view per Sequelize model.';

CREATE DOMAIN sequelize.enum_alert_preferences_channels AS public.alert_channel;
COMMENT ON DOMAIN sequelize.enum_alert_preferences_channels IS
    'Type to which Sequelize casts when it writes AlertPreferences.channels.';

CREATE DOMAIN sequelize."enum_alert_preferences_severityFilter" AS public.alert_severity;
COMMENT ON DOMAIN sequelize."enum_alert_preferences_severityFilter" IS
    'Type to which Sequelize casts when it writes AlertPreferences.severityFilter.';

CREATE DOMAIN sequelize."enum_alert_preferences_categoryFilter" AS public.alert_category;
COMMENT ON DOMAIN sequelize."enum_alert_preferences_categoryFilter" IS
    'Type to which Sequelize casts when it writes AlertPreferences.categoryFilter.';
