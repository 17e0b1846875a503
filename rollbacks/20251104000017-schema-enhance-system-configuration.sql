-- Reverses 20251104000017-schema-enhance-system-configuration.
--
-- Data loss: every setting and its history. The application then starts with its built-in
--            defaults.

DROP TABLE configuration_history;
DROP TABLE system_configurations;
