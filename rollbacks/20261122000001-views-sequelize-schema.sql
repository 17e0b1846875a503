-- Reverses 20261122000001-views-sequelize-schema.
--
-- Data loss: none. DROP SCHEMA without CASCADE fails while a view is left.

DROP DOMAIN sequelize."enum_alert_preferences_categoryFilter";
DROP DOMAIN sequelize."enum_alert_preferences_severityFilter";
DROP DOMAIN sequelize.enum_alert_preferences_channels;

DROP SCHEMA sequelize;
