-- Reverses 20251104000025-security-classify-notifications.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'alert_rules',
    'alerts',
    'alert_preferences',
    'delivery_logs',
    'emergency_broadcasts',
    'push_notifications',
    'device_tokens'
);
