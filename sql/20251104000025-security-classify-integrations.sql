-- Classifies connections to outside systems, their logs, and the queues of mobile devices.
--
-- Credentials are neither shown nor fingerprinted: an attacker could test guessed passwords against
-- a fingerprint. Queues and conflicts hold whole records of children.
--
-- Tables:   integration_configs, integration_logs, sync_sessions, sis_sync_conflicts,
--           sync_queue_items, sync_conflicts
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           records in transit and error messages that quote them
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-health-records

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('integration_configs', 'PLATFORM',  'NONE',   NULL,
    FALSE, TRUE,  'NONE',   NULL),
('integration_logs',    'PLATFORM',  'NONE',   NULL,
    TRUE,  TRUE,  'EITHER', NULL),
('sync_sessions',       'PLATFORM',  'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('sis_sync_conflicts',  'EDUCATION', 'SCHOOL', 'student_id',
    TRUE,  TRUE,  'FERPA',  'STUDENT_RECORDS'),
-- Copies of records in transit: they have no tenant until they are applied.
('sync_queue_items',    'PLATFORM',  'NONE',   NULL,
    TRUE,  TRUE,  'EITHER', NULL),
('sync_conflicts',      'PLATFORM',  'NONE',   NULL,
    TRUE,  TRUE,  'EITHER', NULL);

-- ----------------------------------------------------------------------------
-- integration_configs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('integration_configs', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'name',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'type',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'status',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- CLEAR: an attacker would change this address to redirect the data.
('integration_configs', 'endpoint',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'api_key',          FALSE, 'HIDE', 'NAME',        'NONE'),
-- CLEAR, although it is half of a credential: the log must show who changed it and to what.
('integration_configs', 'username',         FALSE, 'HIDE', 'CLEAR',       'NONE'),
('integration_configs', 'password',         FALSE, 'HIDE', 'NAME',        'APPLICATION'),
-- JSON without a fixed structure that may hold a secret.
('integration_configs', 'settings',         FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
-- Stored as received: nothing guarantees that the application encrypts it.
('integration_configs', 'authentication',   FALSE, 'HIDE', 'NAME',        'NONE'),
('integration_configs', 'sync_frequency',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'is_active',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'last_sync_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'last_sync_status', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_configs', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- integration_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('integration_logs', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'integration_id',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'integration_type',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'action',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'status',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'records_processed', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'records_succeeded', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'records_failed',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'started_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'completed_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'duration',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'error_message',     TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('integration_logs', 'details',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('integration_logs', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('integration_logs', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- sync_sessions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('sync_sessions', 'id',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'config_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'started_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'completed_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'status',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'direction',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'stats',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'entities',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'records_processed',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'records_successful', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'records_failed',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'triggered_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- An error message may quote the record.
('sync_sessions', 'completion_message', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('sync_sessions', 'created_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_sessions', 'updated_at',         FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('sis_sync_conflicts', 'id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'school_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'student_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'session_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'field',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'local_value', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sis_sync_conflicts', 'sis_value',   TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sis_sync_conflicts', 'resolution',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'resolved_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'resolved_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'created_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'updated_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sis_sync_conflicts', 'deleted_at',  FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- sync_queue_items
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('sync_queue_items', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'user_id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'device_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'action_type',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'entity_type',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'entity_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'data',                TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sync_queue_items', 'device_time',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'synced_at',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'synced',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'attempts',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'max_attempts',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'last_error',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sync_queue_items', 'conflict_detected',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'conflict_resolution', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'priority',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'requires_online',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_queue_items', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- sync_conflicts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('sync_conflicts', 'id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'queue_item_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'entity_type',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'entity_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'client_version', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sync_conflicts', 'server_version', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sync_conflicts', 'resolution',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'resolved_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'resolved_by',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'merged_data',    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('sync_conflicts', 'status',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'created_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('sync_conflicts', 'updated_at',     FALSE, 'SHOW', 'CLEAR',       'NONE');
