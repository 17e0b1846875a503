-- Connections to other systems and synchronization with them and with offline devices.
--
-- Tables:   integration_configs, integration_logs, sync_sessions, sis_sync_conflicts,
--           sync_queue_items, sync_conflicts
-- HIPAA:    PHI in the payloads of sis_sync_conflicts, sync_queue_items and sync_conflicts, and
--           possibly in integration_logs.details; credentials in integration_configs
-- Locks:    none on existing tables
-- Rollback: drops the six tables and their rows
--
-- depends: 20251104000018-schema-create-system-management

-- ----------------------------------------------------------------------------
-- integration_configs
-- ----------------------------------------------------------------------------
-- This table holds credentials. The database does not encrypt them; the application must.
-- An administrator sets is_active; the connector reports status.

CREATE TABLE integration_configs (
    id               uuid               NOT NULL DEFAULT gen_random_uuid(),
    name             varchar(100)       NOT NULL,
    type             integration_type   NOT NULL,
    status           integration_status NOT NULL DEFAULT 'INACTIVE',
    endpoint         text,
    api_key          text,
    username         varchar(100),
    password         text,
    settings         jsonb,
    authentication   jsonb,
    sync_frequency   integer,
    is_active        boolean            NOT NULL DEFAULT TRUE,
    last_sync_at     timestamptz,
    last_sync_status varchar(20),
    created_at       timestamptz        NOT NULL DEFAULT now(),
    updated_at       timestamptz        NOT NULL DEFAULT now(),

    CONSTRAINT integration_configs_pkey
        PRIMARY KEY (id),
    CONSTRAINT integration_configs_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT integration_configs_sync_frequency_not_negative_check
        CHECK (sync_frequency >= 0)
);

COMMENT ON TABLE integration_configs IS
    'Settings of the connection to one outside system, such as a student information system or a '
    'pharmacy.';
COMMENT ON COLUMN integration_configs.id IS 'Primary key.';
COMMENT ON COLUMN integration_configs.name IS 'Name of the connection in the admin pages.';
COMMENT ON COLUMN integration_configs.type IS 'Kind of outside system.';
COMMENT ON COLUMN integration_configs.status IS 'State that the connector reports.';
COMMENT ON COLUMN integration_configs.endpoint IS 'Base URL of the outside system.';
COMMENT ON COLUMN integration_configs.api_key IS 'Secret: API key for the outside system.';
COMMENT ON COLUMN integration_configs.username IS 'User name for the outside system.';
COMMENT ON COLUMN integration_configs.password IS
    'Secret: password for that user name; text, because an encrypted password is long.';
COMMENT ON COLUMN integration_configs.settings IS
    'Options of the connector; JSON without a fixed structure.';
COMMENT ON COLUMN integration_configs.authentication IS
    'Secret: further login data such as OAuth settings; JSON without a fixed structure.';
COMMENT ON COLUMN integration_configs.sync_frequency IS
    'Interval between two runs in minutes, NULL for manual runs only.';
COMMENT ON COLUMN integration_configs.is_active IS
    'FALSE disables the connection, regardless of status.';
COMMENT ON COLUMN integration_configs.last_sync_at IS
    'Time of the latest run, NULL before the first.';
COMMENT ON COLUMN integration_configs.last_sync_status IS 'Result of the latest run, free text.';
COMMENT ON COLUMN integration_configs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN integration_configs.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE TRIGGER integration_configs_200_updated_at
BEFORE UPDATE ON integration_configs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- integration_logs
-- ----------------------------------------------------------------------------
-- The log contains operations of every kind; sync_sessions describes only transfer runs.
-- The columns are free text and do not use the enums of integration_configs, because the log must
-- accept whatever a connector reports.
-- Rows are appended and purged but not edited, so there is no deleted_at.

CREATE TABLE integration_logs (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    integration_id    uuid,
    integration_type  varchar(50) NOT NULL,
    action            varchar(50) NOT NULL,
    status            varchar(20) NOT NULL,
    records_processed integer,
    records_succeeded integer,
    records_failed    integer,
    started_at        timestamptz,
    completed_at      timestamptz,
    duration          integer,
    error_message     text,
    details           jsonb,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT integration_logs_pkey
        PRIMARY KEY (id),
    CONSTRAINT integration_logs_integration_id_fkey
        FOREIGN KEY (integration_id) REFERENCES integration_configs (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT integration_logs_completed_not_before_started_check
        CHECK (completed_at >= started_at),
    CONSTRAINT integration_logs_records_processed_not_negative_check
        CHECK (records_processed >= 0),
    CONSTRAINT integration_logs_records_succeeded_not_negative_check
        CHECK (records_succeeded >= 0),
    CONSTRAINT integration_logs_records_failed_not_negative_check
        CHECK (records_failed >= 0),
    CONSTRAINT integration_logs_duration_not_negative_check
        CHECK (duration >= 0)
);

COMMENT ON TABLE integration_logs IS
    'PHI: One operation on an outside system, such as a test or a transfer, with its counts and '
    'errors.';
COMMENT ON COLUMN integration_logs.id IS 'Primary key.';
COMMENT ON COLUMN integration_logs.integration_id IS
    'Connection that was used, NULL after it was deleted.';
COMMENT ON COLUMN integration_logs.integration_type IS
    'Kind of outside system at the time, kept here in case the connection is deleted.';
COMMENT ON COLUMN integration_logs.action IS
    'Operation that was performed (sync, test), free text.';
COMMENT ON COLUMN integration_logs.status IS 'Result as the connector reports it, free text.';
COMMENT ON COLUMN integration_logs.records_processed IS
    'Number of records processed, NULL for an operation without records.';
COMMENT ON COLUMN integration_logs.records_succeeded IS
    'Number of records processed without an error.';
COMMENT ON COLUMN integration_logs.records_failed IS 'Number of records that were rejected.';
COMMENT ON COLUMN integration_logs.started_at IS 'Time when the operation started.';
COMMENT ON COLUMN integration_logs.completed_at IS 'Time when the operation ended.';
COMMENT ON COLUMN integration_logs.duration IS 'Run time in milliseconds.';
COMMENT ON COLUMN integration_logs.error_message IS
    'PHI: Error message of the outside system; it may quote the record that was rejected.';
COMMENT ON COLUMN integration_logs.details IS
    'PHI: Further facts about the operation; they may include excerpts of records.';
COMMENT ON COLUMN integration_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN integration_logs.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX integration_logs_integration_id_created_at_idx
    ON integration_logs (integration_id, created_at DESC)
    WHERE integration_id IS NOT NULL;
COMMENT ON INDEX integration_logs_integration_id_created_at_idx IS
    'Log of one integration, newest first.';

CREATE TRIGGER integration_logs_200_updated_at
BEFORE UPDATE ON integration_logs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_sessions
-- ----------------------------------------------------------------------------
-- The three counters need not add up while a run is in progress, so no CHECK compares them.

CREATE TABLE sync_sessions (
    id                 uuid                NOT NULL DEFAULT gen_random_uuid(),
    config_id          uuid                NOT NULL,
    started_at         timestamptz         NOT NULL,
    completed_at       timestamptz,
    status             sync_session_status NOT NULL DEFAULT 'PENDING',
    direction          sync_direction      NOT NULL,
    stats              jsonb               NOT NULL,
    entities           varchar(255)[]      NOT NULL,
    records_processed  integer             NOT NULL DEFAULT 0,
    records_successful integer             NOT NULL DEFAULT 0,
    records_failed     integer             NOT NULL DEFAULT 0,
    triggered_by       varchar(50)         NOT NULL,
    completion_message text,
    created_at         timestamptz         NOT NULL DEFAULT now(),
    updated_at         timestamptz         NOT NULL DEFAULT now(),

    CONSTRAINT sync_sessions_pkey
        PRIMARY KEY (id),
    CONSTRAINT sync_sessions_config_id_fkey
        FOREIGN KEY (config_id) REFERENCES integration_configs (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT sync_sessions_completed_not_before_started_check
        CHECK (completed_at >= started_at),
    CONSTRAINT sync_sessions_records_processed_not_negative_check
        CHECK (records_processed >= 0),
    CONSTRAINT sync_sessions_records_successful_not_negative_check
        CHECK (records_successful >= 0),
    CONSTRAINT sync_sessions_records_failed_not_negative_check
        CHECK (records_failed >= 0)
);

COMMENT ON TABLE sync_sessions IS
    'One transfer run between the platform and an outside system. The conflicts found in it refer '
    'to it.';
COMMENT ON COLUMN sync_sessions.id IS 'Primary key.';
COMMENT ON COLUMN sync_sessions.config_id IS 'Connection that the run used.';
COMMENT ON COLUMN sync_sessions.started_at IS 'Time when the run started.';
COMMENT ON COLUMN sync_sessions.completed_at IS
    'Time when the run ended, NULL while it is in progress.';
COMMENT ON COLUMN sync_sessions.status IS
    'Progress or result of the run; PARTIAL if some records failed.';
COMMENT ON COLUMN sync_sessions.direction IS
    'Direction of the transfer: PULL reads from the outside system, PUSH writes to it.';
COMMENT ON COLUMN sync_sessions.stats IS
    'Statistics of the run besides the counters, as the connector collects them.';
COMMENT ON COLUMN sync_sessions.entities IS 'Names of the kinds of records that the run covers.';
COMMENT ON COLUMN sync_sessions.records_processed IS 'Number of records processed so far.';
COMMENT ON COLUMN sync_sessions.records_successful IS
    'Number of records transferred without an error so far.';
COMMENT ON COLUMN sync_sessions.records_failed IS 'Number of records that were rejected.';
COMMENT ON COLUMN sync_sessions.triggered_by IS
    'User or job that started the run, by name, free text.';
COMMENT ON COLUMN sync_sessions.completion_message IS 'Final message or error message of the run.';
COMMENT ON COLUMN sync_sessions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN sync_sessions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX sync_sessions_config_id_started_at_idx
    ON sync_sessions (config_id, started_at DESC);

CREATE TRIGGER sync_sessions_200_updated_at
BEFORE UPDATE ON sync_sessions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts
-- ----------------------------------------------------------------------------
-- These conflicts are between two servers and concern one field each. Those in sync_conflicts are
-- between a device and the server and concern whole records.

CREATE TABLE sis_sync_conflicts (
    id          uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id   uuid,
    student_id  uuid         NOT NULL,
    session_id  uuid         NOT NULL,
    field       varchar(100) NOT NULL,
    local_value jsonb        NOT NULL,
    sis_value   jsonb        NOT NULL,
    resolution  sis_conflict_resolution,
    resolved_at timestamptz,
    resolved_by uuid,
    created_at  timestamptz  NOT NULL DEFAULT now(),
    updated_at  timestamptz  NOT NULL DEFAULT now(),
    deleted_at  timestamptz,

    CONSTRAINT sis_sync_conflicts_pkey
        PRIMARY KEY (id),
    CONSTRAINT sis_sync_conflicts_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT sis_sync_conflicts_session_id_fkey
        FOREIGN KEY (session_id) REFERENCES sync_sessions (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT sis_sync_conflicts_resolved_by_fkey
        FOREIGN KEY (resolved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT sis_sync_conflicts_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT sis_sync_conflicts_field_not_blank_check
        CHECK (btrim(field) <> '')
);

COMMENT ON TABLE sis_sync_conflicts IS
    'PHI: One attribute of a student that differs between the platform and the student '
    'information system. Staff decide.';
COMMENT ON COLUMN sis_sync_conflicts.id IS 'Primary key.';
COMMENT ON COLUMN sis_sync_conflicts.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN sis_sync_conflicts.student_id IS 'Student whose data differ.';
COMMENT ON COLUMN sis_sync_conflicts.session_id IS 'Run that found the difference.';
COMMENT ON COLUMN sis_sync_conflicts.field IS 'Name of the student attribute that differs.';
COMMENT ON COLUMN sis_sync_conflicts.local_value IS 'PHI: Value on the platform.';
COMMENT ON COLUMN sis_sync_conflicts.sis_value IS 'PHI: Value in the student information system.';
COMMENT ON COLUMN sis_sync_conflicts.resolution IS 'Side that won, NULL while undecided.';
COMMENT ON COLUMN sis_sync_conflicts.resolved_at IS 'Time of the decision, NULL before.';
COMMENT ON COLUMN sis_sync_conflicts.resolved_by IS 'User who made the decision.';
COMMENT ON COLUMN sis_sync_conflicts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN sis_sync_conflicts.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN sis_sync_conflicts.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX sis_sync_conflicts_school_id_created_at_idx
    ON sis_sync_conflicts (school_id, created_at);
CREATE INDEX sis_sync_conflicts_student_id_created_at_idx
    ON sis_sync_conflicts (student_id, created_at);
CREATE INDEX sis_sync_conflicts_session_id_idx ON sis_sync_conflicts (session_id);
CREATE INDEX sis_sync_conflicts_resolved_by_idx ON sis_sync_conflicts (resolved_by)
    WHERE resolved_by IS NOT NULL;

CREATE TRIGGER sis_sync_conflicts_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON sis_sync_conflicts
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_100_school_id;

CREATE TRIGGER sis_sync_conflicts_200_updated_at
BEFORE UPDATE ON sis_sync_conflicts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_queue_items
-- ----------------------------------------------------------------------------
-- This is a work queue: synchronized rows may be hard-deleted, so there is no deleted_at.
-- device_time is the model's attribute "timestamp"; as a column name, pg_dump would quote it.
-- entity_id is text because a record created offline has a key of the device before it gets a UUID.

CREATE TABLE sync_queue_items (
    id                  uuid             NOT NULL DEFAULT gen_random_uuid(),
    user_id             uuid             NOT NULL,
    device_id           varchar(255)     NOT NULL,
    action_type         sync_action_type NOT NULL,
    entity_type         sync_entity_type NOT NULL,
    entity_id           varchar(255)     NOT NULL,
    data                jsonb            NOT NULL,
    device_time         timestamptz      NOT NULL,
    synced_at           timestamptz,
    synced              boolean          NOT NULL DEFAULT FALSE,
    attempts            integer          NOT NULL DEFAULT 0,
    max_attempts        integer          NOT NULL DEFAULT 3,
    last_error          text,
    conflict_detected   boolean          NOT NULL DEFAULT FALSE,
    conflict_resolution sync_conflict_resolution,
    priority            sync_priority    NOT NULL DEFAULT 'NORMAL',
    requires_online     boolean          NOT NULL DEFAULT TRUE,
    created_at          timestamptz      NOT NULL DEFAULT now(),
    updated_at          timestamptz      NOT NULL DEFAULT now(),

    CONSTRAINT sync_queue_items_pkey
        PRIMARY KEY (id),
    CONSTRAINT sync_queue_items_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT sync_queue_items_attempts_not_negative_check
        CHECK (attempts >= 0),
    CONSTRAINT sync_queue_items_max_attempts_not_negative_check
        CHECK (max_attempts >= 0)
);

COMMENT ON TABLE sync_queue_items IS
    'PHI: One change made on a mobile device, possibly offline, that the server has to apply.';
COMMENT ON COLUMN sync_queue_items.id IS 'Primary key.';
COMMENT ON COLUMN sync_queue_items.user_id IS 'User who made the change on the device.';
COMMENT ON COLUMN sync_queue_items.device_id IS 'Identifier of the device, assigned by the app.';
COMMENT ON COLUMN sync_queue_items.action_type IS
    'Operation that the device performed on the record.';
COMMENT ON COLUMN sync_queue_items.entity_type IS 'Kind of record that was changed.';
COMMENT ON COLUMN sync_queue_items.entity_id IS
    'Id of the record, of the kind that entity_type names, or a key of the device.';
COMMENT ON COLUMN sync_queue_items.data IS 'PHI: Content of the record as the device sent it.';
COMMENT ON COLUMN sync_queue_items.device_time IS 'Time of the change by the device''s clock.';
COMMENT ON COLUMN sync_queue_items.synced_at IS
    'Time when the server applied the change, NULL before.';
COMMENT ON COLUMN sync_queue_items.synced IS 'TRUE once the server has applied the change.';
COMMENT ON COLUMN sync_queue_items.attempts IS 'Number of attempts so far.';
COMMENT ON COLUMN sync_queue_items.max_attempts IS
    'Number of attempts after which the server gives up.';
COMMENT ON COLUMN sync_queue_items.last_error IS
    'PHI: Error message of the latest attempt; it may quote the record.';
COMMENT ON COLUMN sync_queue_items.conflict_detected IS
    'TRUE if the server''s copy had changed too; sync_conflicts has the details.';
COMMENT ON COLUMN sync_queue_items.conflict_resolution IS
    'Rule that resolved the conflict, NULL if there was none.';
COMMENT ON COLUMN sync_queue_items.priority IS 'Order of processing, HIGH first.';
COMMENT ON COLUMN sync_queue_items.requires_online IS
    'TRUE if the item must wait for a connection.';
COMMENT ON COLUMN sync_queue_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN sync_queue_items.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX sync_queue_items_user_id_idx ON sync_queue_items (user_id);

CREATE TRIGGER sync_queue_items_200_updated_at
BEFORE UPDATE ON sync_queue_items
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_conflicts
-- ----------------------------------------------------------------------------
-- queue_item_id has no foreign key: it is text in the model, and sync_queue_items has a uuid key.

CREATE TABLE sync_conflicts (
    id             uuid                 NOT NULL DEFAULT gen_random_uuid(),
    queue_item_id  varchar(255)         NOT NULL,
    entity_type    sync_entity_type     NOT NULL,
    entity_id      varchar(255)         NOT NULL,
    client_version jsonb                NOT NULL,
    server_version jsonb                NOT NULL,
    resolution     sync_conflict_resolution,
    resolved_at    timestamptz,
    resolved_by    uuid,
    merged_data    jsonb,
    status         sync_conflict_status NOT NULL DEFAULT 'PENDING',
    created_at     timestamptz          NOT NULL DEFAULT now(),
    updated_at     timestamptz          NOT NULL DEFAULT now(),

    CONSTRAINT sync_conflicts_pkey
        PRIMARY KEY (id),
    CONSTRAINT sync_conflicts_resolved_by_fkey
        FOREIGN KEY (resolved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL
);

COMMENT ON TABLE sync_conflicts IS
    'PHI: Two conflicting versions of one record, from a device and from the server, and the '
    'decision between them.';
COMMENT ON COLUMN sync_conflicts.id IS 'Primary key.';
COMMENT ON COLUMN sync_conflicts.queue_item_id IS
    'Item of sync_queue_items that has the conflict, as text, so there is no foreign key.';
COMMENT ON COLUMN sync_conflicts.entity_type IS 'Kind of record that has the conflict.';
COMMENT ON COLUMN sync_conflicts.entity_id IS
    'Id of the record, of the kind that entity_type names, or a key of the device.';
COMMENT ON COLUMN sync_conflicts.client_version IS 'PHI: Record as the device sent it.';
COMMENT ON COLUMN sync_conflicts.server_version IS
    'PHI: Record as the server stored it at that time.';
COMMENT ON COLUMN sync_conflicts.resolution IS
    'Rule by which the conflict was resolved (MANUAL for a person), NULL while open.';
COMMENT ON COLUMN sync_conflicts.resolved_at IS
    'Time when a user or a rule resolved the conflict, NULL before.';
COMMENT ON COLUMN sync_conflicts.resolved_by IS
    'User who resolved the conflict, NULL if a rule did.';
COMMENT ON COLUMN sync_conflicts.merged_data IS
    'PHI: Merged record that was finally stored, NULL if nothing was merged.';
COMMENT ON COLUMN sync_conflicts.status IS 'State of the conflict: open, resolved or deferred.';
COMMENT ON COLUMN sync_conflicts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN sync_conflicts.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX sync_conflicts_resolved_by_idx ON sync_conflicts (resolved_by)
    WHERE resolved_by IS NOT NULL;

CREATE TRIGGER sync_conflicts_200_updated_at
BEFORE UPDATE ON sync_conflicts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
