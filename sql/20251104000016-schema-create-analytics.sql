-- Analytics reports, snapshots of health metrics, and scheduled reports.
--
-- Tables:   analytics_reports, health_metric_snapshots, report_templates, report_schedules,
--           report_executions
-- HIPAA:    aggregates only; an analytics report about a very small group may still identify a
--           student
-- Locks:    none on existing tables
-- Rollback: drops the five tables and their rows
--
-- depends: 20251104000015-schema-create-inventory

-- ----------------------------------------------------------------------------
-- analytics_reports
-- ----------------------------------------------------------------------------
-- A report holds counts and rates, not lists of cases. The generator writes the free text, which
-- may need a review.
-- This table holds the result itself with its review and approval; report_executions holds only a
-- reference to a file.

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
    'One generated analytics report about one school or all schools, from the request to the '
    'distribution.';
COMMENT ON COLUMN analytics_reports.id IS 'Primary key.';
COMMENT ON COLUMN analytics_reports.school_id IS
    'School that the report is about, NULL for a report across schools.';
COMMENT ON COLUMN analytics_reports.report_type IS
    'Subject of the analysis; CUSTOM if no standard subject fits.';
COMMENT ON COLUMN analytics_reports.title IS 'Heading printed on the report.';
COMMENT ON COLUMN analytics_reports.description IS 'Short description for the list of reports.';
COMMENT ON COLUMN analytics_reports.period_start IS
    'First moment of the period whose data the report counts.';
COMMENT ON COLUMN analytics_reports.period_end IS
    'Last moment of the period whose data the report counts; not before period_start.';
COMMENT ON COLUMN analytics_reports.generated_date IS 'Time when the figures were computed.';
COMMENT ON COLUMN analytics_reports.school_name IS
    'School name as printed on the report; a later renaming does not change it.';
COMMENT ON COLUMN analytics_reports.summary IS
    'Key figures of the period; the JSON structure depends on report_type.';
COMMENT ON COLUMN analytics_reports.sections IS
    'JSON array of the report''s sections in print order.';
COMMENT ON COLUMN analytics_reports.findings IS 'JSON array of conclusions from the figures.';
COMMENT ON COLUMN analytics_reports.recommendations IS
    'JSON array of measures recommended to the school.';
COMMENT ON COLUMN analytics_reports.status IS
    'Progress of the generation job; it does not reflect review or approval.';
COMMENT ON COLUMN analytics_reports.format IS 'File format that was requested.';
COMMENT ON COLUMN analytics_reports.file_url IS
    'URL from which the generated file can be downloaded.';
COMMENT ON COLUMN analytics_reports.file_size IS 'Size of the generated file in bytes.';
COMMENT ON COLUMN analytics_reports.generated_by IS 'User who requested the report.';
COMMENT ON COLUMN analytics_reports.reviewed_by IS
    'User who reviewed the content before its approval.';
COMMENT ON COLUMN analytics_reports.reviewed_at IS
    'Time when reviewed_by reviewed the report, NULL before.';
COMMENT ON COLUMN analytics_reports.approved_by IS 'User who approved the report for distribution.';
COMMENT ON COLUMN analytics_reports.approval_date IS
    'Time when approved_by approved the report, NULL before.';
COMMENT ON COLUMN analytics_reports.distribution_list IS
    'Recipients of the finished report; the application defines the JSON structure.';
COMMENT ON COLUMN analytics_reports.sent_at IS
    'Time when the report was sent to the distribution list, NULL before.';
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
-- A snapshot is an aggregate over a school, never a value of one student; those are in vital_signs.
-- metric_name, unit and category are free text because the model lists no values for them.

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
    'One value of an aggregate health metric of a school at one moment; dashboards plot the trend.';
COMMENT ON COLUMN health_metric_snapshots.id IS 'Primary key.';
COMMENT ON COLUMN health_metric_snapshots.school_id IS 'School for which the metric was computed.';
COMMENT ON COLUMN health_metric_snapshots.metric_name IS
    'Name of the metric, the same in every snapshot of a series.';
COMMENT ON COLUMN health_metric_snapshots.value IS 'Value of the metric, in unit.';
COMMENT ON COLUMN health_metric_snapshots.unit IS 'Unit of the value (percent, count), free text.';
COMMENT ON COLUMN health_metric_snapshots.category IS 'Dashboard group of the metric, free text.';
COMMENT ON COLUMN health_metric_snapshots.trend IS
    'Direction compared with earlier snapshots; the application computes it.';
COMMENT ON COLUMN health_metric_snapshots.metadata IS
    'Details of the computation; JSON without a fixed structure.';
COMMENT ON COLUMN health_metric_snapshots.snapshot_date IS 'Time to which the value applies.';
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
-- The application spells report types and formats in three ways: templates use lower case,
-- schedules and executions use upper case with XLSX, analytics_reports uses EXCEL and HTML.
-- Each has enum types of its own with exactly these spellings.

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
    'A reusable report definition for schedules. Administrators maintain it.';
COMMENT ON COLUMN report_templates.id IS 'Primary key.';
COMMENT ON COLUMN report_templates.name IS 'Name of the template in the selection list.';
COMMENT ON COLUMN report_templates.description IS 'Purpose and readers of the report.';
COMMENT ON COLUMN report_templates.report_type IS
    'Subject of the report, in the lower-case spelling of the template editor.';
COMMENT ON COLUMN report_templates.query_configuration IS
    'Data sources, filters and grouping of the report; the report engine reads this JSON.';
COMMENT ON COLUMN report_templates.default_output_format IS
    'Format offered by default; the user may choose another.';
COMMENT ON COLUMN report_templates.format_options IS
    'Layout settings of the output (orientation, columns); the application defines the JSON '
    'structure.';
COMMENT ON COLUMN report_templates.is_active IS
    'FALSE hides the template; schedules that use it continue to run.';
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
-- A schedule outlives its template: without a template it runs with report_type and parameters
-- only.

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
    'A schedule that runs a report at intervals and sends it to recipients. A job runner executes '
    'it.';
COMMENT ON COLUMN report_schedules.id IS 'Primary key.';
COMMENT ON COLUMN report_schedules.template_id IS
    'Template of the report, NULL if none was used or it was deleted.';
COMMENT ON COLUMN report_schedules.name IS 'Name of the schedule in the list.';
COMMENT ON COLUMN report_schedules.report_type IS
    'Subject of the report, in the upper-case spelling that report_executions uses too.';
COMMENT ON COLUMN report_schedules.frequency IS
    'Interval of the runs; for custom, cron_expression defines it.';
COMMENT ON COLUMN report_schedules.cron_expression IS
    'Cron expression for the frequency custom; the database does not validate it.';
COMMENT ON COLUMN report_schedules.output_format IS 'Format of the file to send.';
COMMENT ON COLUMN report_schedules.parameters IS
    'Filters for every run; the keys depend on report_type.';
COMMENT ON COLUMN report_schedules.recipients IS
    'JSON array of the recipients of the finished report.';
COMMENT ON COLUMN report_schedules.is_active IS 'FALSE pauses the schedule.';
COMMENT ON COLUMN report_schedules.last_executed_at IS
    'Start of the latest run, NULL before the first.';
COMMENT ON COLUMN report_schedules.next_execution_at IS
    'Time when the job runner should start the next run.';
COMMENT ON COLUMN report_schedules.execution_count IS
    'Number of runs so far; the application maintains it.';
COMMENT ON COLUMN report_schedules.failure_count IS
    'Number of failed runs; the application maintains it.';
COMMENT ON COLUMN report_schedules.last_error IS 'Error message of the latest failed run.';
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
-- The table has its own report_type and parameters, so that a run can be understood after its
-- schedule was deleted.
-- The file is stored outside the database and may contain PHI until it is deleted after expires_at.

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
    'One run of a report, scheduled or manual, and the file that it produced.';
COMMENT ON COLUMN report_executions.id IS 'Primary key.';
COMMENT ON COLUMN report_executions.schedule_id IS
    'Schedule that started the run, NULL for a manual run or after the schedule was deleted.';
COMMENT ON COLUMN report_executions.report_type IS
    'Subject of the report, copied from the schedule.';
COMMENT ON COLUMN report_executions.output_format IS 'Format of the file produced.';
COMMENT ON COLUMN report_executions.parameters IS 'Filters of this run.';
COMMENT ON COLUMN report_executions.status IS
    'Progress of the run, in the lower-case spelling of the report engine.';
COMMENT ON COLUMN report_executions.file_path IS
    'Storage path of the file, for use on the server only.';
COMMENT ON COLUMN report_executions.download_url IS 'Link with which the user downloads the file.';
COMMENT ON COLUMN report_executions.file_size IS 'Size of the file in bytes.';
COMMENT ON COLUMN report_executions.record_count IS 'Number of data rows in the report.';
COMMENT ON COLUMN report_executions.execution_time_ms IS 'Run time in milliseconds.';
COMMENT ON COLUMN report_executions.error IS 'Error message of a failed run.';
COMMENT ON COLUMN report_executions.executed_by IS
    'User who started the run, NULL if the job runner did.';
COMMENT ON COLUMN report_executions.started_at IS 'Time when the run started.';
COMMENT ON COLUMN report_executions.completed_at IS
    'Time when the run ended, successfully or not; NULL before.';
COMMENT ON COLUMN report_executions.expires_at IS 'Time from which the file may be deleted.';
COMMENT ON COLUMN report_executions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN report_executions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX report_executions_schedule_id_idx ON report_executions (schedule_id)
    WHERE schedule_id IS NOT NULL;
CREATE INDEX report_executions_executed_by_idx ON report_executions (executed_by)
    WHERE executed_by IS NOT NULL;

CREATE TRIGGER report_executions_200_updated_at
BEFORE UPDATE ON report_executions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
