-- Licenses, backup logs, performance metrics, threat detections, webhooks, synchronization state
-- and cache entries.
--
-- sync_state has the name that the specification gives it; the application sees it as sync_states
-- in schema sequelize.
--
-- Tables:   licenses, backup_logs, performance_metrics, threat_detections, webhooks, sync_state,
--           cache_entries
-- HIPAA:    cache_entries may hold PHI for minutes (see compliance_level); no PHI in the others
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000017-schema-enhance-system-configuration

-- ----------------------------------------------------------------------------
-- licenses
-- ----------------------------------------------------------------------------
-- The application enforces the limits; nothing in the database counts users or schools.

CREATE TABLE licenses (
    id             uuid           NOT NULL DEFAULT gen_random_uuid(),
    district_id    uuid,
    license_key    varchar(100)   NOT NULL,
    type           license_type   NOT NULL DEFAULT 'TRIAL',
    status         license_status NOT NULL DEFAULT 'ACTIVE',
    max_users      integer,
    max_schools    integer,
    features       varchar(255)[] NOT NULL,
    issued_to      varchar(255),
    notes          text,
    issued_at      timestamptz    NOT NULL,
    activated_at   timestamptz,
    expires_at     timestamptz,
    deactivated_at timestamptz,
    created_at     timestamptz    NOT NULL DEFAULT now(),
    updated_at     timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT licenses_pkey
        PRIMARY KEY (id),
    CONSTRAINT licenses_license_key_key
        UNIQUE (license_key),
    CONSTRAINT licenses_district_id_fkey
        FOREIGN KEY (district_id) REFERENCES districts (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT licenses_license_key_not_blank_check
        CHECK (btrim(license_key) <> ''),
    CONSTRAINT licenses_max_users_not_negative_check
        CHECK (max_users >= 0),
    CONSTRAINT licenses_max_schools_not_negative_check
        CHECK (max_schools >= 0),
    CONSTRAINT licenses_expires_not_before_issued_check
        CHECK (expires_at >= issued_at)
);

COMMENT ON TABLE licenses IS
    'A license of the platform with its term and limits, assigned to a district. The operator '
    'manages it.';
COMMENT ON COLUMN licenses.id IS 'Primary key.';
COMMENT ON COLUMN licenses.district_id IS 'District that uses the license, NULL while unassigned.';
COMMENT ON COLUMN licenses.license_key IS 'Unique key that the customer enters for the activation.';
COMMENT ON COLUMN licenses.type IS 'Edition of the product that was sold.';
COMMENT ON COLUMN licenses.status IS
    'State of the license; the application sets it and does not derive it from expires_at.';
COMMENT ON COLUMN licenses.max_users IS 'Maximum number of user accounts, NULL for no limit.';
COMMENT ON COLUMN licenses.max_schools IS 'Maximum number of schools, NULL for no limit.';
COMMENT ON COLUMN licenses.features IS 'Names of the features that the license enables.';
COMMENT ON COLUMN licenses.issued_to IS 'Person or organization named on the license.';
COMMENT ON COLUMN licenses.notes IS 'Notes of the operator.';
COMMENT ON COLUMN licenses.issued_at IS
    'Time when the license was issued; expires_at cannot precede it.';
COMMENT ON COLUMN licenses.activated_at IS
    'Time of the first activation by the customer, NULL before.';
COMMENT ON COLUMN licenses.expires_at IS 'End of the license term, NULL for a perpetual license.';
COMMENT ON COLUMN licenses.deactivated_at IS 'Time when the license was suspended or cancelled.';
COMMENT ON COLUMN licenses.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN licenses.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX licenses_district_id_idx ON licenses (district_id) WHERE district_id IS NOT NULL;

CREATE TRIGGER licenses_200_updated_at
BEFORE UPDATE ON licenses
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- backup_logs
-- ----------------------------------------------------------------------------

CREATE TABLE backup_logs (
    id           uuid          NOT NULL DEFAULT gen_random_uuid(),
    type         backup_type   NOT NULL,
    status       backup_status NOT NULL,
    file_name    varchar(255),
    file_size    bigint,
    location     text,
    triggered_by uuid,
    error        text,
    started_at   timestamptz   NOT NULL,
    completed_at timestamptz,
    created_at   timestamptz   NOT NULL DEFAULT now(),
    updated_at   timestamptz   NOT NULL DEFAULT now(),

    CONSTRAINT backup_logs_pkey
        PRIMARY KEY (id),
    CONSTRAINT backup_logs_triggered_by_fkey
        FOREIGN KEY (triggered_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT backup_logs_completed_not_before_started_check
        CHECK (completed_at >= started_at),
    CONSTRAINT backup_logs_file_size_not_negative_check
        CHECK (file_size >= 0)
);

COMMENT ON TABLE backup_logs IS
    'One backup run of the platform with its result and storage location, for operators.';
COMMENT ON COLUMN backup_logs.id IS 'Primary key.';
COMMENT ON COLUMN backup_logs.type IS 'Cause of the run: the platform, a user or a schedule.';
COMMENT ON COLUMN backup_logs.status IS 'Progress or result of the run.';
COMMENT ON COLUMN backup_logs.file_name IS 'Name of the backup file without its directory.';
COMMENT ON COLUMN backup_logs.file_size IS 'Size of the backup file in bytes.';
COMMENT ON COLUMN backup_logs.location IS 'Directory, bucket or URL of the file.';
COMMENT ON COLUMN backup_logs.triggered_by IS
    'User who started the run, NULL if the platform started it.';
COMMENT ON COLUMN backup_logs.error IS 'Error message of a failed run.';
COMMENT ON COLUMN backup_logs.started_at IS 'Time when the run started.';
COMMENT ON COLUMN backup_logs.completed_at IS
    'Time when the run ended, NULL while it is in progress.';
COMMENT ON COLUMN backup_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN backup_logs.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX backup_logs_triggered_by_idx ON backup_logs (triggered_by)
    WHERE triggered_by IS NOT NULL;

CREATE TRIGGER backup_logs_200_updated_at
BEFORE UPDATE ON backup_logs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- performance_metrics
-- ----------------------------------------------------------------------------
-- These metrics are about servers and requests. Health metrics of schools are in
-- health_metric_snapshots.

CREATE TABLE performance_metrics (
    id          uuid           NOT NULL DEFAULT gen_random_uuid(),
    metric_type metric_type    NOT NULL,
    value       numeric(10, 2) NOT NULL,
    unit        varchar(50),
    tags        jsonb,
    recorded_at timestamptz    NOT NULL,
    created_at  timestamptz    NOT NULL DEFAULT now(),
    updated_at  timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT performance_metrics_pkey
        PRIMARY KEY (id),
    CONSTRAINT performance_metrics_value_not_negative_check
        CHECK (value >= 0)
);

COMMENT ON TABLE performance_metrics IS
    'One technical measurement of the running platform, for operators and their dashboards.';
COMMENT ON COLUMN performance_metrics.id IS 'Primary key.';
COMMENT ON COLUMN performance_metrics.metric_type IS 'Quantity that was measured.';
COMMENT ON COLUMN performance_metrics.value IS 'Measured value in the given unit.';
COMMENT ON COLUMN performance_metrics.unit IS 'Unit of the value (%, ms, GB), free text.';
COMMENT ON COLUMN performance_metrics.tags IS
    'Labels (host, endpoint); JSON without a fixed structure.';
COMMENT ON COLUMN performance_metrics.recorded_at IS 'Time of the measurement.';
COMMENT ON COLUMN performance_metrics.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN performance_metrics.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE TRIGGER performance_metrics_200_updated_at
BEFORE UPDATE ON performance_metrics
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- threat_detections
-- ----------------------------------------------------------------------------
-- threat_type and severity are free text: the model lists no values, and detectors differ.

CREATE TABLE threat_detections (
    id          uuid         NOT NULL DEFAULT gen_random_uuid(),
    threat_type varchar(100) NOT NULL,
    severity    varchar(50)  NOT NULL,
    source      varchar(255) NOT NULL,
    details     jsonb        NOT NULL,
    is_resolved boolean      DEFAULT FALSE,
    resolved_at timestamptz,
    resolved_by uuid,
    created_at  timestamptz  NOT NULL DEFAULT now(),
    updated_at  timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT threat_detections_pkey
        PRIMARY KEY (id),
    CONSTRAINT threat_detections_resolved_by_fkey
        FOREIGN KEY (resolved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT threat_detections_threat_type_not_blank_check
        CHECK (btrim(threat_type) <> '')
);

COMMENT ON TABLE threat_detections IS
    'One suspicious event that the application''s security checks reported. Administrators '
    'resolve it.';
COMMENT ON COLUMN threat_detections.id IS 'Primary key.';
COMMENT ON COLUMN threat_detections.threat_type IS
    'Kind of threat as the detector names it, free text.';
COMMENT ON COLUMN threat_detections.severity IS 'Severity as the detector rates it, free text.';
COMMENT ON COLUMN threat_detections.source IS
    'Origin of the event, such as a client address, an account or a component.';
COMMENT ON COLUMN threat_detections.details IS
    'Evidence as the detector reported it; JSON without a fixed structure.';
COMMENT ON COLUMN threat_detections.is_resolved IS
    'TRUE once an administrator has resolved the event. NULL counts as unresolved.';
COMMENT ON COLUMN threat_detections.resolved_at IS
    'Time when resolved_by resolved the event, NULL before.';
COMMENT ON COLUMN threat_detections.resolved_by IS 'User who resolved the event.';
COMMENT ON COLUMN threat_detections.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN threat_detections.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX threat_detections_resolved_by_idx ON threat_detections (resolved_by)
    WHERE resolved_by IS NOT NULL;

CREATE TRIGGER threat_detections_200_updated_at
BEFORE UPDATE ON threat_detections
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- webhooks
-- ----------------------------------------------------------------------------

CREATE TABLE webhooks (
    id         uuid         NOT NULL DEFAULT gen_random_uuid(),
    url        varchar(500) NOT NULL,
    events     jsonb        NOT NULL,
    is_active  boolean      DEFAULT TRUE,
    secret     varchar(255),
    headers    jsonb,
    created_at timestamptz  NOT NULL DEFAULT now(),
    created_by uuid         NOT NULL,
    updated_at timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT webhooks_pkey
        PRIMARY KEY (id),
    CONSTRAINT webhooks_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT webhooks_url_not_blank_check
        CHECK (btrim(url) <> '')
);

COMMENT ON TABLE webhooks IS
    'An outside URL that the application calls when certain events occur. Administrators set it '
    'up.';
COMMENT ON COLUMN webhooks.id IS 'Primary key.';
COMMENT ON COLUMN webhooks.url IS 'URL that receives the POST request.';
COMMENT ON COLUMN webhooks.events IS 'Names of the events that trigger the call, as JSON.';
COMMENT ON COLUMN webhooks.is_active IS
    'FALSE disables the calls. NULL is unexpected, but the model allows it.';
COMMENT ON COLUMN webhooks.secret IS
    'Secret: key that signs the payload, so that the receiver can verify the sender.';
COMMENT ON COLUMN webhooks.headers IS
    'Extra HTTP headers of the call, as JSON; they may contain credentials.';
COMMENT ON COLUMN webhooks.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN webhooks.created_by IS 'User who entered the row.';
COMMENT ON COLUMN webhooks.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX webhooks_created_by_idx ON webhooks (created_by);

CREATE TRIGGER webhooks_200_updated_at
BEFORE UPDATE ON webhooks
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_state
-- ----------------------------------------------------------------------------
-- There is one row per record, overwritten at every run. The runs are in sync_sessions.

CREATE TABLE sync_state (
    id            uuid         NOT NULL DEFAULT gen_random_uuid(),
    entity_type   varchar(100) NOT NULL,
    entity_id     uuid         NOT NULL,
    last_sync_at  timestamptz  NOT NULL,
    sync_status   varchar(50)  NOT NULL,
    error_message text,
    created_at    timestamptz  NOT NULL DEFAULT now(),
    updated_at    timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT sync_state_pkey
        PRIMARY KEY (id),
    CONSTRAINT sync_state_entity_type_entity_id_key
        UNIQUE (entity_type, entity_id),
    CONSTRAINT sync_state_entity_type_not_blank_check
        CHECK (btrim(entity_type) <> '')
);

COMMENT ON TABLE sync_state IS
    'The latest synchronization of one record with another system: time and result. The sync jobs '
    'read it.';
COMMENT ON COLUMN sync_state.id IS 'Primary key.';
COMMENT ON COLUMN sync_state.entity_type IS
    'Kind of the record, free text because the model lists no values.';
COMMENT ON COLUMN sync_state.entity_id IS 'Id of the record, of the kind that entity_type names.';
COMMENT ON COLUMN sync_state.last_sync_at IS 'Time of the latest attempt, successful or not.';
COMMENT ON COLUMN sync_state.sync_status IS 'Result of the latest attempt, free text.';
COMMENT ON COLUMN sync_state.error_message IS
    'Error message of the latest attempt, NULL after a success.';
COMMENT ON COLUMN sync_state.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN sync_state.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER sync_state_200_updated_at
BEFORE UPDATE ON sync_state
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- cache_entries
-- ----------------------------------------------------------------------------
-- Every row can be recomputed, so rows are hard-deleted and there is no deleted_at.
-- The primary key is an integer, as in the model; the application finds rows by cache_key.
-- tags may also be the JSON string "[]", because the model's default is a text and not an array.

CREATE TABLE cache_entries (
    id               integer                GENERATED BY DEFAULT AS IDENTITY,
    cache_key        varchar(500)           NOT NULL,
    data             text                   NOT NULL,
    compliance_level cache_compliance_level NOT NULL DEFAULT 'INTERNAL',
    tags             jsonb                  NOT NULL DEFAULT '[]',
    expires_at       timestamptz            NOT NULL,
    access_count     integer                NOT NULL DEFAULT 0,
    last_accessed    timestamptz            NOT NULL DEFAULT now(),
    data_size        integer                NOT NULL DEFAULT 0,
    query_hash       varchar(64),
    created_at       timestamptz            NOT NULL DEFAULT now(),
    updated_at       timestamptz            NOT NULL DEFAULT now(),

    CONSTRAINT cache_entries_pkey
        PRIMARY KEY (id),
    CONSTRAINT cache_entries_cache_key_key
        UNIQUE (cache_key),
    CONSTRAINT cache_entries_cache_key_not_blank_check
        CHECK (btrim(cache_key) <> ''),
    CONSTRAINT cache_entries_access_count_not_negative_check
        CHECK (access_count >= 0),
    CONSTRAINT cache_entries_data_size_not_negative_check
        CHECK (data_size >= 0)
);

COMMENT ON TABLE cache_entries IS
    'PHI: One cached query result with its expiry and sensitivity. The application''s cache '
    'writes and evicts it.';
COMMENT ON COLUMN cache_entries.id IS 'Primary key.';
COMMENT ON COLUMN cache_entries.cache_key IS
    'Unique key under which the application looks up the entry.';
COMMENT ON COLUMN cache_entries.data IS
    'PHI: Cached result as JSON text; the application encrypts it if compliance_level requires it.';
COMMENT ON COLUMN cache_entries.compliance_level IS
    'Sensitivity of data; it tells the cache how to protect and log the entry.';
COMMENT ON COLUMN cache_entries.tags IS
    'Labels by which the application invalidates groups of entries.';
COMMENT ON COLUMN cache_entries.expires_at IS
    'Time from which the entry is stale and may be deleted.';
COMMENT ON COLUMN cache_entries.access_count IS 'Number of hits since the entry was written.';
COMMENT ON COLUMN cache_entries.last_accessed IS
    'Time of the latest hit; the cache evicts the least recently used entries first.';
COMMENT ON COLUMN cache_entries.data_size IS 'Size of data in bytes, as the application counts it.';
COMMENT ON COLUMN cache_entries.query_hash IS
    'Hash of the query that produced the entry; identifies duplicates.';
COMMENT ON COLUMN cache_entries.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN cache_entries.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER cache_entries_200_updated_at
BEFORE UPDATE ON cache_entries
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
