-- Reverses 20261122000012-views-sequelize-system.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.cache_entries;
DROP VIEW sequelize.sync_states;
DROP VIEW sequelize.webhooks;
DROP VIEW sequelize.threat_detections;
DROP VIEW sequelize.performance_metrics;
DROP VIEW sequelize.backup_logs;
DROP VIEW sequelize.licenses;
DROP VIEW sequelize.configuration_history;
DROP VIEW sequelize.system_configurations;
