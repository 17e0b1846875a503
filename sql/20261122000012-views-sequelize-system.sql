-- Compatibility views for the application: configuration and system management.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    system_configurations, configuration_history, licenses, backup_logs,
--           performance_metrics, threat_detections, webhooks, sync_states, cache_entries
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000011-views-sequelize-analytics-and-education

-- ----------------------------------------------------------------------------
-- system_configurations: model SystemConfig
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.system_configurations
WITH (security_invoker = TRUE) AS
SELECT
    id,
    key,
    value,
    category,
    value_type       AS "valueType",
    sub_category     AS "subCategory",
    description,
    default_value    AS "defaultValue",
    valid_values     AS "validValues",
    min_value        AS "minValue",
    max_value        AS "maxValue",
    is_public        AS "isPublic",
    is_editable      AS "isEditable",
    requires_restart AS "requiresRestart",
    scope,
    scope_id         AS "scopeId",
    tags,
    sort_order       AS "sortOrder",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.system_configurations;

COMMENT ON VIEW sequelize.system_configurations IS
    'Model SystemConfig: public.system_configurations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- configuration_history: model ConfigurationHistory
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.configuration_history
WITH (security_invoker = TRUE) AS
SELECT
    id,
    config_key       AS "configKey",
    old_value        AS "oldValue",
    new_value        AS "newValue",
    changed_by       AS "changedBy",
    configuration_id AS "configurationId",
    created_at       AS "createdAt"
FROM public.configuration_history;

COMMENT ON VIEW sequelize.configuration_history IS
    'Model ConfigurationHistory: public.configuration_history with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- licenses: model License
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.licenses
WITH (security_invoker = TRUE) AS
SELECT
    id,
    license_key    AS "licenseKey",
    type,
    status,
    max_users      AS "maxUsers",
    max_schools    AS "maxSchools",
    features,
    issued_to      AS "issuedTo",
    district_id    AS "districtId",
    notes,
    issued_at      AS "issuedAt",
    activated_at   AS "activatedAt",
    expires_at     AS "expiresAt",
    deactivated_at AS "deactivatedAt",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.licenses;

COMMENT ON VIEW sequelize.licenses IS
    'Model License: public.licenses with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- backup_logs: model BackupLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.backup_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    type,
    status,
    file_name    AS "fileName",
    file_size    AS "fileSize",
    location,
    triggered_by AS "triggeredBy",
    error,
    started_at   AS "startedAt",
    completed_at AS "completedAt",
    created_at   AS "createdAt",
    updated_at   AS "updatedAt"
FROM public.backup_logs;

COMMENT ON VIEW sequelize.backup_logs IS
    'Model BackupLog: public.backup_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- performance_metrics: model PerformanceMetric
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.performance_metrics
WITH (security_invoker = TRUE) AS
SELECT
    id,
    metric_type AS "metricType",
    value,
    unit,
    tags,
    recorded_at AS "recordedAt",
    created_at  AS "createdAt"
FROM public.performance_metrics;

COMMENT ON VIEW sequelize.performance_metrics IS
    'Model PerformanceMetric: public.performance_metrics with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- threat_detections: model ThreatDetection
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.threat_detections
WITH (security_invoker = TRUE) AS
SELECT
    id,
    threat_type AS "threatType",
    severity,
    source,
    details,
    is_resolved AS "isResolved",
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    created_at  AS "createdAt",
    updated_at  AS "updatedAt"
FROM public.threat_detections;

COMMENT ON VIEW sequelize.threat_detections IS
    'Model ThreatDetection: public.threat_detections with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- webhooks: model Webhook
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.webhooks
WITH (security_invoker = TRUE) AS
SELECT
    id,
    url,
    events,
    is_active  AS "isActive",
    secret,
    headers,
    created_by AS "createdBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
FROM public.webhooks;

COMMENT ON VIEW sequelize.webhooks IS
    'Model Webhook: public.webhooks with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sync_states: model SyncState, table sync_state
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_states
WITH (security_invoker = TRUE) AS
SELECT
    id,
    entity_type   AS "entityType",
    entity_id     AS "entityId",
    last_sync_at  AS "lastSyncAt",
    sync_status   AS "syncStatus",
    error_message AS "errorMessage",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.sync_state;

COMMENT ON VIEW sequelize.sync_states IS
    'Model SyncState: public.sync_state with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- cache_entries: model CacheEntry
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.cache_entries
WITH (security_invoker = TRUE) AS
SELECT
    id,
    cache_key        AS "cacheKey",
    data,
    compliance_level AS "complianceLevel",
    tags,
    expires_at       AS "expiresAt",
    access_count     AS "accessCount",
    last_accessed    AS "lastAccessed",
    data_size        AS "dataSize",
    query_hash       AS "queryHash",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.cache_entries;

COMMENT ON VIEW sequelize.cache_entries IS
    'Model CacheEntry: public.cache_entries with the model''s attribute names.';
