-- Analytics reports, metric snapshots, and reports that run on a schedule.
--
-- Tables:   analytics_reports, health_metric_snapshots, report_templates, report_schedules,
--           report_executions
-- HIPAA:    aggregates only; an analytics report over a very small group may still identify a
--           child
-- Locks:    none on existing tables
-- Rollback: drops the five tables and their rows
--
-- depends: 20251104000015-schema-create-inventory

-- ----------------------------------------------------------------------------
-- analytics_reports
-- ----------------------------------------------------------------------------
-- Counts and rates, not case lists; free text is written by the generator and may need review.
-- Unlike report_executions it keeps the result itself, with its review and approval.

CREATE TABLE analytics_reports (
    id                uuid                    NOT NULL DEFAULT gen_random_uuid(),
    school_id         uuid,
    report_type       analytics_report_type   NOT NULL,
    title             varchar(255)            NOT NULL,
    description       text,
    period_start      timestamptz             NOT NULL,
    period_end        timestamptz             NOT NULL,
    generated_date    timestamptz             NOT NULL,
    school_name       varchar(255),
    summary           jsonb                   NOT NULL,
    sections          jsonb                   NOT NULL DEFAULT '[]',
    findings          jsonb                   NOT NULL DEFAULT '[]',
    recommendations   jsonb                   NOT NULL DEFAULT '[]',
    status            analytics_report_status NOT NULL DEFAULT 'PENDING',
    format            analytics_report_format NOT NULL,
    file_url          varchar(255),
    file_size         integer,
    generated_by      uuid                    NOT NULL,
    reviewed_by       uuid,
    reviewed_at       timestamptz,
    approved_by       uuid,
    approval_date     timestamptz,
    distribution_list jsonb,
    sent_at           timestamptz,
    created_at        timestamptz             NOT NULL DEFAULT now(),
    updated_at        timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT analytics_reports_pkey
        PRIMARY KEY (id),
    CONSTRAINT analytics_reports_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT analytics_reports_generated_by_fkey
        FOREIGN KEY (generated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT analytics_reports_reviewed_by_fkey
        FOREIGN KEY (reviewed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT analytics_reports_approved_by_fkey
        FOREIGN KEY (approved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT analytics_reports_period_end_not_before_start_check
        CHECK (period_end >= period_start),
    CONSTRAINT analytics_reports_file_size_not_negative_check
        CHECK (file_size >= 0),
    CONSTRAINT analytics_reports_sections_is_array_check
        CHECK (jsonb_typeof(sections) = 'array'),
    CONSTRAINT analytics_reports_findings_is_array_check
        CHECK (jsonb_typeof(findings) = 'array'),
    CONSTRAINT analytics_reports_recommendations_is_array_check
        CHECK (jsonb_typeof(recommendations) = 'array')
);

COMMENT ON TABLE analytics_reports IS
    'One generated analytics report on a school or on all of them, from request to '
    'distribution, for administrators.';
COMMENT ON COLUMN analytics_reports.id IS 'Primary key.';
COMMENT ON COLUMN analytics_reports.school_id IS
    'School reported on, NULL for a report across schools.';
COMMENT ON COLUMN analytics_reports.report_type IS
    'Subject of the analysis, CUSTOM when none of the standard ones fits.';
COMMENT ON COLUMN analytics_reports.title IS 'Heading printed on the report.';
COMMENT ON COLUMN analytics_reports.description IS
    'What the report covers, for the list of reports.';
COMMENT ON COLUMN analytics_reports.period_start IS 'Start of the period whose data is counted.';
COMMENT ON COLUMN analytics_reports.period_end IS 'End of the period whose data is counted.';
COMMENT ON COLUMN analytics_reports.generated_date IS 'When the figures were computed.';
COMMENT ON COLUMN analytics_reports.school_name IS
    'School name as printed, kept even if the school is renamed later.';
COMMENT ON COLUMN analytics_reports.summary IS
    'Key figures of the period, shape depends on report_type.';
COMMENT ON COLUMN analytics_reports.sections IS 'Array of report sections in print order.';
COMMENT ON COLUMN analytics_reports.findings IS 'Array of conclusions drawn from the figures.';
COMMENT ON COLUMN analytics_reports.recommendations IS 'Array of measures proposed to the school.';
COMMENT ON COLUMN analytics_reports.status IS 'Progress of the generation job, not of the review.';
COMMENT ON COLUMN analytics_reports.format IS 'File format that was asked for.';
COMMENT ON COLUMN analytics_reports.file_url IS 'Where the rendered file can be fetched.';
COMMENT ON COLUMN analytics_reports.file_size IS 'Size of the rendered file in bytes.';
COMMENT ON COLUMN analytics_reports.generated_by IS 'User who asked for the report.';
COMMENT ON COLUMN analytics_reports.reviewed_by IS 'User who checked the content before release.';
COMMENT ON COLUMN analytics_reports.reviewed_at IS 'When the review was done.';
COMMENT ON COLUMN analytics_reports.approved_by IS 'User who released the report.';
COMMENT ON COLUMN analytics_reports.approval_date IS 'When the report was released.';
COMMENT ON COLUMN analytics_reports.distribution_list IS
    'Recipients of the finished report, as the application lists them.';
COMMENT ON COLUMN analytics_reports.sent_at IS 'When the report went out to the distribution list.';
COMMENT ON COLUMN analytics_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN analytics_reports.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX analytics_reports_school_id_report_type_generated_date_idx
    ON analytics_reports (school_id, report_type, generated_date DESC)
    WHERE school_id IS NOT NULL;
COMMENT ON INDEX analytics_reports_school_id_report_type_generated_date_idx IS
    'Reports of one type about a school, newest first.';
CREATE INDEX analytics_reports_generated_by_idx ON analytics_reports (generated_by);
CREATE INDEX analytics_reports_reviewed_by_idx ON analytics_reports (reviewed_by)
    WHERE reviewed_by IS NOT NULL;
CREATE INDEX analytics_reports_approved_by_idx ON analytics_reports (approved_by)
    WHERE approved_by IS NOT NULL;

CREATE TRIGGER analytics_reports_200_updated_at
BEFORE UPDATE ON analytics_reports
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- health_metric_snapshots
-- ----------------------------------------------------------------------------
-- Aggregates over a school, never values of one child: those live in vital_signs.
-- metric_name, unit and category are free text: the model names no values for them.

CREATE TABLE health_metric_snapshots (
    id            uuid           NOT NULL DEFAULT gen_random_uuid(),
    school_id     uuid           NOT NULL,
    metric_name   varchar(255)   NOT NULL,
    value         numeric(10, 2) NOT NULL,
    unit          varchar(255)   NOT NULL,
    category      varchar(255)   NOT NULL,
    trend         metric_trend,
    metadata      jsonb,
    snapshot_date timestamptz    NOT NULL,
    created_at    timestamptz    NOT NULL DEFAULT now(),
    updated_at    timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT health_metric_snapshots_pkey
        PRIMARY KEY (id),
    CONSTRAINT health_metric_snapshots_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_metric_snapshots_metric_name_not_blank_check
        CHECK (btrim(metric_name) <> '')
);

COMMENT ON TABLE health_metric_snapshots IS
    'One measured value of one aggregate health figure of a school at one moment, plotted as '
    'a trend on dashboards.';
COMMENT ON COLUMN health_metric_snapshots.id IS 'Primary key.';
COMMENT ON COLUMN health_metric_snapshots.school_id IS 'School the figure was computed for.';
COMMENT ON COLUMN health_metric_snapshots.metric_name IS
    'Name of the figure, the same in every snapshot of a series.';
COMMENT ON COLUMN health_metric_snapshots.value IS 'Measured value, in the given unit.';
COMMENT ON COLUMN health_metric_snapshots.unit IS
    'Unit of the value, such as percent or count, free text.';
COMMENT ON COLUMN health_metric_snapshots.category IS 'Dashboard group of the metric, free text.';
COMMENT ON COLUMN health_metric_snapshots.trend IS
    'Direction against earlier snapshots, as computed by the application.';
COMMENT ON COLUMN health_metric_snapshots.metadata IS
    'Extra facts about the computation, no fixed shape.';
COMMENT ON COLUMN health_metric_snapshots.snapshot_date IS 'Moment the value stands for.';
COMMENT ON COLUMN health_metric_snapshots.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN health_metric_snapshots.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX health_metric_snapshots_school_id_snapshot_date_idx
    ON health_metric_snapshots (school_id, snapshot_date DESC);

CREATE TRIGGER health_metric_snapshots_200_updated_at
BEFORE UPDATE ON health_metric_snapshots
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- report_templates
-- ----------------------------------------------------------------------------
-- Three report families spell their types and formats differently: templates in lower case,
-- schedules and executions in upper case with XLSX, analytics_reports with EXCEL and HTML.
-- Each has its own enum types, since the application writes exactly these spellings.

CREATE TABLE report_templates (
    id                    uuid                   NOT NULL DEFAULT gen_random_uuid(),
    name                  varchar(255)           NOT NULL,
    description           text,
    report_type           report_template_type   NOT NULL,
    query_configuration   jsonb,
    default_output_format report_template_format NOT NULL DEFAULT 'pdf',
    format_options        jsonb,
    is_active             boolean                NOT NULL DEFAULT TRUE,
    created_at            timestamptz            NOT NULL DEFAULT now(),
    created_by            uuid,
    updated_at            timestamptz            NOT NULL DEFAULT now(),

    CONSTRAINT report_templates_pkey
        PRIMARY KEY (id),
    CONSTRAINT report_templates_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT report_templates_name_not_blank_check
        CHECK (btrim(name) <> '')
);

COMMENT ON TABLE report_templates IS
    'A reusable report definition that schedules refer to, maintained by administrators.';
COMMENT ON COLUMN report_templates.id IS 'Primary key.';
COMMENT ON COLUMN report_templates.name IS 'Name shown when a template is picked.';
COMMENT ON COLUMN report_templates.description IS 'What the report answers and for whom.';
COMMENT ON COLUMN report_templates.report_type IS
    'Family of the report, in the lower-case spelling of the template editor.';
COMMENT ON COLUMN report_templates.query_configuration IS
    'Data sources, filters and grouping of the report, read by the report engine.';
COMMENT ON COLUMN report_templates.default_output_format IS
    'Format proposed when a report is run, the user may choose another.';
COMMENT ON COLUMN report_templates.format_options IS
    'Layout settings of the output, such as orientation or columns.';
COMMENT ON COLUMN report_templates.is_active IS
    'FALSE hides the template without breaking the schedules that use it.';
COMMENT ON COLUMN report_templates.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN report_templates.created_by IS 'User who entered the row.';
COMMENT ON COLUMN report_templates.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX report_templates_created_by_idx ON report_templates (created_by)
    WHERE created_by IS NOT NULL;

CREATE TRIGGER report_templates_200_updated_at
BEFORE UPDATE ON report_templates
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- report_schedules
-- ----------------------------------------------------------------------------
-- A schedule outlives its template: without one it runs from report_type and parameters alone.

CREATE TABLE report_schedules (
    id                uuid                  NOT NULL DEFAULT gen_random_uuid(),
    template_id       uuid,
    name              varchar(255)          NOT NULL,
    report_type       scheduled_report_type NOT NULL,
    frequency         report_frequency      NOT NULL,
    cron_expression   varchar(100),
    output_format     report_output_format  NOT NULL DEFAULT 'PDF',
    parameters        jsonb,
    recipients        jsonb                 NOT NULL DEFAULT '[]',
    is_active         boolean               NOT NULL DEFAULT TRUE,
    last_executed_at  timestamptz,
    next_execution_at timestamptz,
    execution_count   integer               NOT NULL DEFAULT 0,
    failure_count     integer               NOT NULL DEFAULT 0,
    last_error        text,
    created_at        timestamptz           NOT NULL DEFAULT now(),
    created_by        uuid,
    updated_at        timestamptz           NOT NULL DEFAULT now(),

    CONSTRAINT report_schedules_pkey
        PRIMARY KEY (id),
    CONSTRAINT report_schedules_template_id_fkey
        FOREIGN KEY (template_id) REFERENCES report_templates (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT report_schedules_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT report_schedules_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT report_schedules_recipients_is_array_check
        CHECK (jsonb_typeof(recipients) = 'array'),
    CONSTRAINT report_schedules_execution_count_not_negative_check
        CHECK (execution_count >= 0),
    CONSTRAINT report_schedules_failure_count_not_negative_check
        CHECK (failure_count >= 0)
);

COMMENT ON TABLE report_schedules IS
    'A standing order to run a report at intervals and send it to recipients, worked off by '
    'the job runner.';
COMMENT ON COLUMN report_schedules.id IS 'Primary key.';
COMMENT ON COLUMN report_schedules.template_id IS
    'Template to run, NULL if none was used or it was deleted.';
COMMENT ON COLUMN report_schedules.name IS 'Name of the schedule in the overview.';
COMMENT ON COLUMN report_schedules.report_type IS
    'What to run, in the upper-case spelling shared with report_executions.';
COMMENT ON COLUMN report_schedules.frequency IS
    'Interval of the runs, custom means that cron_expression decides.';
COMMENT ON COLUMN report_schedules.cron_expression IS
    'Cron line for frequency custom, not checked here.';
COMMENT ON COLUMN report_schedules.output_format IS 'Format of the file that is sent.';
COMMENT ON COLUMN report_schedules.parameters IS
    'Filters passed to every run, keys depend on report_type.';
COMMENT ON COLUMN report_schedules.recipients IS 'Array of addressees of the finished report.';
COMMENT ON COLUMN report_schedules.is_active IS 'FALSE pauses the schedule.';
COMMENT ON COLUMN report_schedules.last_executed_at IS
    'Start of the latest run, NULL before the first.';
COMMENT ON COLUMN report_schedules.next_execution_at IS
    'When the job runner should start the next run.';
COMMENT ON COLUMN report_schedules.execution_count IS
    'Number of runs so far, kept by the application.';
COMMENT ON COLUMN report_schedules.failure_count IS
    'Number of failed runs, kept by the application.';
COMMENT ON COLUMN report_schedules.last_error IS 'Error text of the latest failed run.';
COMMENT ON COLUMN report_schedules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN report_schedules.created_by IS 'User who entered the row.';
COMMENT ON COLUMN report_schedules.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX report_schedules_template_id_idx ON report_schedules (template_id)
    WHERE template_id IS NOT NULL;
CREATE INDEX report_schedules_created_by_idx ON report_schedules (created_by)
    WHERE created_by IS NOT NULL;

CREATE TRIGGER report_schedules_200_updated_at
BEFORE UPDATE ON report_schedules
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- report_executions
-- ----------------------------------------------------------------------------
-- Has its own report_type and parameters, so the run stays legible without its schedule.
-- The file lies outside the database and may contain PHI, expires_at limits how long.

CREATE TABLE report_executions (
    id                uuid                    NOT NULL DEFAULT gen_random_uuid(),
    schedule_id       uuid,
    report_type       scheduled_report_type   NOT NULL,
    output_format     report_output_format    NOT NULL,
    parameters        jsonb,
    status            report_execution_status NOT NULL DEFAULT 'pending',
    file_path         varchar(500),
    download_url      varchar(500),
    file_size         bigint,
    record_count      integer,
    execution_time_ms integer,
    error             text,
    executed_by       uuid,
    started_at        timestamptz             NOT NULL,
    completed_at      timestamptz,
    expires_at        timestamptz,
    created_at        timestamptz             NOT NULL DEFAULT now(),
    updated_at        timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT report_executions_pkey
        PRIMARY KEY (id),
    CONSTRAINT report_executions_schedule_id_fkey
        FOREIGN KEY (schedule_id) REFERENCES report_schedules (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT report_executions_executed_by_fkey
        FOREIGN KEY (executed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT report_executions_completed_not_before_started_check
        CHECK (completed_at >= started_at),
    CONSTRAINT report_executions_file_size_not_negative_check
        CHECK (file_size >= 0),
    CONSTRAINT report_executions_record_count_not_negative_check
        CHECK (record_count >= 0),
    CONSTRAINT report_executions_execution_time_ms_not_negative_check
        CHECK (execution_time_ms >= 0)
);

COMMENT ON TABLE report_executions IS
    'One run of a report, scheduled or by hand, with the file it produced, for users who '
    'download it and for support.';
COMMENT ON COLUMN report_executions.id IS 'Primary key.';
COMMENT ON COLUMN report_executions.schedule_id IS
    'Schedule that started the run, NULL for a run by hand or a deleted schedule.';
COMMENT ON COLUMN report_executions.report_type IS
    'What was run, copied so that it survives the schedule.';
COMMENT ON COLUMN report_executions.output_format IS 'Format of the file produced.';
COMMENT ON COLUMN report_executions.parameters IS 'Filters that this run used.';
COMMENT ON COLUMN report_executions.status IS
    'Progress of the run, in the lower-case spelling of the report engine.';
COMMENT ON COLUMN report_executions.file_path IS 'Storage path of the file, for the server only.';
COMMENT ON COLUMN report_executions.download_url IS 'Link handed to the user.';
COMMENT ON COLUMN report_executions.file_size IS 'Size of the file in bytes.';
COMMENT ON COLUMN report_executions.record_count IS 'Number of data rows in the report.';
COMMENT ON COLUMN report_executions.execution_time_ms IS 'Run time in milliseconds.';
COMMENT ON COLUMN report_executions.error IS 'Error text of a failed run.';
COMMENT ON COLUMN report_executions.executed_by IS
    'User who started the run, NULL for the job runner.';
COMMENT ON COLUMN report_executions.started_at IS 'When the run began.';
COMMENT ON COLUMN report_executions.completed_at IS 'When the run ended, with success or not.';
COMMENT ON COLUMN report_executions.expires_at IS 'From when the file may be deleted.';
COMMENT ON COLUMN report_executions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN report_executions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX report_executions_schedule_id_idx ON report_executions (schedule_id)
    WHERE schedule_id IS NOT NULL;
CREATE INDEX report_executions_executed_by_idx ON report_executions (executed_by)
    WHERE executed_by IS NOT NULL;

CREATE TRIGGER report_executions_200_updated_at
BEFORE UPDATE ON report_executions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
