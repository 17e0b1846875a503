-- Reverses 20261122000013-views-sequelize-integrations.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.sync_conflicts;
DROP VIEW sequelize.sync_queue_items;
DROP VIEW sequelize.sis_sync_conflicts;
DROP VIEW sequelize.sync_sessions;
DROP VIEW sequelize.integration_logs;
DROP VIEW sequelize.integration_configs;
