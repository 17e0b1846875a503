-- Reverses 20251104000025-security-classify-system.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'system_configurations',
    'configuration_history',
    'licenses',
    'backup_logs',
    'performance_metrics',
    'threat_detections',
    'webhooks',
    'sync_state',
    'cache_entries'
);
