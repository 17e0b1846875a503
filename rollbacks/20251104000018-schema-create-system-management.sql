-- Reverses 20251104000018-schema-create-system-management.
--
-- Data loss: every license, backup log, metric, threat, webhook, sync state and cache entry.

DROP TABLE cache_entries;
DROP TABLE sync_state;
DROP TABLE webhooks;
DROP TABLE threat_detections;
DROP TABLE performance_metrics;
DROP TABLE backup_logs;
DROP TABLE licenses;
