-- Reverses 20251104000025-security-classify-integrations.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'integration_configs',
    'integration_logs',
    'sync_sessions',
    'sis_sync_conflicts',
    'sync_queue_items',
    'sync_conflicts'
);
