-- Classifies settings, licenses, backups, metrics, threats, webhooks and the cache.
--
-- The cache holds copies of query results, including PHI. A setting may hold the password of
-- another system, so the audit log records that it changed but not its value.
--
-- Tables:   system_configurations, configuration_history, licenses, backup_logs,
--           performance_metrics, threat_detections, webhooks, sync_state, cache_entries
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): cache_entries holds
--           copies of PHI
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-notifications

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('system_configurations', 'PLATFORM', 'NONE', NULL,
    FALSE, TRUE,  'NONE',   NULL),
-- It records who changed a setting, so it is kept as long as the audit log.
('configuration_history', 'PLATFORM', 'NONE', NULL,
    FALSE, TRUE,  'NONE',   'AUDIT_LOGS'),
('licenses',              'PLATFORM', 'NONE', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('backup_logs',           'PLATFORM', 'NONE', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('performance_metrics',   'PLATFORM', 'NONE', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('threat_detections',     'PLATFORM', 'NONE', NULL,
    FALSE, FALSE, 'NONE',   NULL),
-- Audited because a webhook decides where data is sent.
('webhooks',              'PLATFORM', 'NONE', NULL,
    FALSE, TRUE,  'NONE',   NULL),
('sync_state',            'PLATFORM', 'NONE', NULL,
    FALSE, FALSE, 'NONE',   NULL),
-- No retention class: these are copies, and the originals are kept elsewhere.
('cache_entries',         'PLATFORM', 'NONE', NULL,
    TRUE,  TRUE,  'EITHER', NULL);

-- ----------------------------------------------------------------------------
-- system_configurations
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('system_configurations', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'key',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- It may be a secret of another system. configuration_history keeps the values.
('system_configurations', 'value',            FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('system_configurations', 'category',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'value_type',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'sub_category',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'description',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'default_value',    FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('system_configurations', 'valid_values',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'min_value',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'max_value',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'is_public',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'is_editable',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'requires_restart', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'scope',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'scope_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'tags',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'sort_order',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('system_configurations', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- configuration_history
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('configuration_history', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'configuration_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'config_key',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- It may be a secret of another system. The row itself keeps the value.
('configuration_history', 'old_value',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('configuration_history', 'new_value',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('configuration_history', 'changed_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'changed_by_name',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'change_reason',    FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('configuration_history', 'ip_address',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'user_agent',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('configuration_history', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- licenses
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('licenses', 'id',             FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'district_id',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- A license key is sold to customers and gives no access to data.
('licenses', 'license_key',    FALSE, 'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('licenses', 'type',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'status',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'max_users',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'max_schools',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'features',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'issued_to',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'notes',          FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
('licenses', 'issued_at',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'activated_at',   FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'expires_at',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'deactivated_at', FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'created_at',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('licenses', 'updated_at',     FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- backup_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('backup_logs', 'id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'type',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'status',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'file_name',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'file_size',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'location',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'triggered_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'error',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('backup_logs', 'started_at',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'completed_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'created_at',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('backup_logs', 'updated_at',   FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- performance_metrics
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('performance_metrics', 'id',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'metric_type', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'value',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'unit',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'tags',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'recorded_at', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'created_at',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('performance_metrics', 'updated_at',  FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- threat_detections
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('threat_detections', 'id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'threat_type', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'severity',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'source',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'details',     FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('threat_detections', 'is_resolved', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'resolved_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'resolved_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'created_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('threat_detections', 'updated_at',  FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- webhooks
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('webhooks', 'id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- The URL of some receivers contains a secret.
('webhooks', 'url',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('webhooks', 'events',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('webhooks', 'is_active',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- Both may hold credentials.
('webhooks', 'secret',     FALSE, 'HIDE', 'NAME',        'NONE'),
('webhooks', 'headers',    FALSE, 'HIDE', 'NAME',        'NONE'),
('webhooks', 'created_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('webhooks', 'created_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('webhooks', 'updated_at', FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- sync_state
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('sync_state', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_state', 'entity_type',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_state', 'entity_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_state', 'last_sync_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_state', 'sync_status',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- An error message may quote the record.
('sync_state', 'error_message', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('sync_state', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_state', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- cache_entries
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('cache_entries', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- The key is derived from the query and so may contain the search terms.
('cache_entries', 'cache_key',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('cache_entries', 'data',             TRUE,  'HIDE', 'FINGERPRINT', 'APPLICATION'),
('cache_entries', 'compliance_level', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'tags',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('cache_entries', 'expires_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'access_count',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'last_accessed',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'data_size',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'query_hash',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('cache_entries', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');
