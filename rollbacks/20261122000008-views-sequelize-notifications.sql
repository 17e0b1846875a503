-- Reverses 20261122000008-views-sequelize-notifications.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.device_tokens;
DROP VIEW sequelize.push_notifications;
DROP VIEW sequelize.emergency_broadcasts;
DROP VIEW sequelize.delivery_logs;
DROP VIEW sequelize.alert_preferences;
DROP VIEW sequelize.alerts;
DROP VIEW sequelize.alert_rules;
