-- Compatibility views for the application: integrations and synchronization.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    integration_configs, integration_logs, sync_sessions, sis_sync_conflicts,
--           sync_queue_items, sync_conflicts
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000012-views-sequelize-system

-- ----------------------------------------------------------------------------
-- integration_configs: model IntegrationConfig
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.integration_configs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    type,
    status,
    endpoint,
    api_key          AS "apiKey",
    username,
    password,
    settings,
    authentication,
    sync_frequency   AS "syncFrequency",
    is_active        AS "isActive",
    last_sync_at     AS "lastSyncAt",
    last_sync_status AS "lastSyncStatus",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.integration_configs;

COMMENT ON VIEW sequelize.integration_configs IS
    'Model IntegrationConfig: public.integration_configs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- integration_logs: model IntegrationLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.integration_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    integration_id    AS "integrationId",
    integration_type  AS "integrationType",
    action,
    status,
    records_processed AS "recordsProcessed",
    records_succeeded AS "recordsSucceeded",
    records_failed    AS "recordsFailed",
    started_at        AS "startedAt",
    completed_at      AS "completedAt",
    duration,
    error_message     AS "errorMessage",
    details,
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.integration_logs;

COMMENT ON VIEW sequelize.integration_logs IS
    'Model IntegrationLog: public.integration_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sync_sessions: model SyncSession
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_sessions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    config_id          AS "configId",
    started_at         AS "startedAt",
    completed_at       AS "completedAt",
    status,
    direction,
    stats,
    entities,
    records_processed  AS "recordsProcessed",
    records_successful AS "recordsSuccessful",
    records_failed     AS "recordsFailed",
    triggered_by       AS "triggeredBy",
    completion_message AS "completionMessage",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.sync_sessions;

COMMENT ON VIEW sequelize.sync_sessions IS
    'Model SyncSession: public.sync_sessions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: model SISSyncConflict
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sis_sync_conflicts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    session_id  AS "sessionId",
    student_id  AS "studentId",
    field,
    local_value AS "localValue",
    sis_value   AS "sisValue",
    resolution,
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    created_at  AS "createdAt",
    updated_at  AS "updatedAt"
FROM public.sis_sync_conflicts
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.sis_sync_conflicts IS
    'Model SISSyncConflict: public.sis_sync_conflicts with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sync_queue_items: model SyncQueueItem
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_queue_items
WITH (security_invoker = TRUE) AS
SELECT
    id,
    device_id           AS "deviceId",
    user_id             AS "userId",
    action_type         AS "actionType",
    entity_type         AS "entityType",
    entity_id           AS "entityId",
    data,
    device_time         AS timestamp,
    created_at          AS "createdAt",
    synced_at           AS "syncedAt",
    synced,
    attempts,
    max_attempts        AS "maxAttempts",
    last_error          AS "lastError",
    conflict_detected   AS "conflictDetected",
    conflict_resolution AS "conflictResolution",
    priority,
    requires_online     AS "requiresOnline",
    updated_at          AS "updatedAt"
FROM public.sync_queue_items;

COMMENT ON VIEW sequelize.sync_queue_items IS
    'Model SyncQueueItem: public.sync_queue_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sync_conflicts: model SyncConflict
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_conflicts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    queue_item_id  AS "queueItemId",
    entity_type    AS "entityType",
    entity_id      AS "entityId",
    client_version AS "clientVersion",
    server_version AS "serverVersion",
    resolution,
    resolved_at    AS "resolvedAt",
    resolved_by    AS "resolvedBy",
    merged_data    AS "mergedData",
    status,
    created_at     AS "createdAt"
FROM public.sync_conflicts;

COMMENT ON VIEW sequelize.sync_conflicts IS
    'Model SyncConflict: public.sync_conflicts with the model''s attribute names.';
