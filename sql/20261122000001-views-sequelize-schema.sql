-- Schema sequelize: the tables under the names the application uses.
--
-- The tables follow one convention, snake_case. The 92 Sequelize models follow another:
-- camelCase attributes, and table names such as message_deliveries. The application runs on
-- both unchanged, with search_path = sequelize, public and nothing else: for each model this
-- schema holds one view under the model's table name, with the attribute names as columns.
--
-- Each view is a plain SELECT of columns from one table, and so PostgreSQL itself makes it
-- insertable, updatable and deletable, with defaults, RETURNING and ON CONFLICT; there is no
-- trigger and no rule. security_invoker makes every access that of the caller: grants, row-level
-- security and audit are those of the table.
--
-- A table that has deleted_at while its model knows no soft delete shows only its live rows; the
-- check option keeps an upsert from vanishing into a row that is not shown.
-- The tenant key is not shown where the model has none; the database fills it.
--
-- Sequelize casts an array of enum labels to a type it calls enum_<table>_<attribute>. The
-- domains below answer to those names. These, and the column names of the views, are the only
-- quoted identifiers of this repository.
--
-- Types:    3 domains
-- HIPAA:    no data
-- Locks:    none on existing tables
-- Rollback: drops the schema, empty by then
--
-- depends: 20251104000028-views-masked

CREATE SCHEMA sequelize;
COMMENT ON SCHEMA sequelize IS
    'The tables under the names of the application: one updatable view per Sequelize model.';

CREATE DOMAIN sequelize.enum_alert_preferences_channels AS public.alert_channel;
COMMENT ON DOMAIN sequelize.enum_alert_preferences_channels IS
    'The name Sequelize casts to when it writes AlertPreferences.channels.';

CREATE DOMAIN sequelize."enum_alert_preferences_severityFilter" AS public.alert_severity;
COMMENT ON DOMAIN sequelize."enum_alert_preferences_severityFilter" IS
    'The name Sequelize casts to when it writes AlertPreferences.severityFilter.';

CREATE DOMAIN sequelize."enum_alert_preferences_categoryFilter" AS public.alert_category;
COMMENT ON DOMAIN sequelize."enum_alert_preferences_categoryFilter" IS
    'The name Sequelize casts to when it writes AlertPreferences.categoryFilter.';
