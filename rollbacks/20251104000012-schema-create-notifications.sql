-- Reverses 20251104000012-schema-create-notifications.
--
-- Data loss: every alert rule, alert, preference, broadcast, push notification and device token.

DROP TABLE device_tokens;
DROP TABLE push_notifications;
DROP TABLE emergency_broadcasts;
DROP TABLE delivery_logs;
DROP TABLE alert_preferences;
DROP TABLE alerts;
DROP TABLE alert_rules;
