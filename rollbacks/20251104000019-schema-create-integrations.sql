-- Reverses 20251104000019-schema-create-integrations.
--
-- Data loss: every integration and its logs; every change that an offline device has queued but
--            not yet synchronized.

DROP TABLE sync_conflicts;
DROP TABLE sync_queue_items;
DROP TABLE sis_sync_conflicts;
DROP TABLE sync_sessions;
DROP TABLE integration_logs;
DROP TABLE integration_configs;
