-- Compatibility views for the application: reports, training and transcripts.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    analytics_reports, health_metric_snapshots, report_templates, report_schedules,
--           report_executions, training_modules, academic_transcripts
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000010-views-sequelize-inventory-and-budget

-- ----------------------------------------------------------------------------
-- analytics_reports: model AnalyticsReport
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.analytics_reports
WITH (security_invoker = TRUE) AS
SELECT
    id,
    report_type       AS "reportType",
    title,
    description,
    period_start      AS "periodStart",
    period_end        AS "periodEnd",
    generated_date    AS "generatedDate",
    school_id         AS "schoolId",
    school_name       AS "schoolName",
    summary,
    sections,
    findings,
    recommendations,
    status,
    format,
    file_url          AS "fileUrl",
    file_size         AS "fileSize",
    generated_by      AS "generatedBy",
    reviewed_by       AS "reviewedBy",
    reviewed_at       AS "reviewedAt",
    approved_by       AS "approvedBy",
    approval_date     AS "approvalDate",
    distribution_list AS "distributionList",
    sent_at           AS "sentAt",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.analytics_reports;

COMMENT ON VIEW sequelize.analytics_reports IS
    'Model AnalyticsReport: public.analytics_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: model HealthMetricSnapshot
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_metric_snapshots
WITH (security_invoker = TRUE) AS
SELECT
    id,
    school_id     AS "schoolId",
    metric_name   AS "metricName",
    value,
    unit,
    category,
    trend,
    metadata,
    snapshot_date AS "snapshotDate",
    created_at    AS "createdAt"
FROM public.health_metric_snapshots;

COMMENT ON VIEW sequelize.health_metric_snapshots IS
    'Model HealthMetricSnapshot: public.health_metric_snapshots with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- report_templates: model ReportTemplate
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_templates
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    description,
    report_type           AS "reportType",
    query_configuration   AS "queryConfiguration",
    default_output_format AS "defaultOutputFormat",
    format_options        AS "formatOptions",
    is_active             AS "isActive",
    created_by            AS "createdBy",
    created_at            AS "createdAt",
    updated_at            AS "updatedAt"
FROM public.report_templates;

COMMENT ON VIEW sequelize.report_templates IS
    'Model ReportTemplate: public.report_templates with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- report_schedules: model ReportSchedule
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_schedules
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    report_type       AS "reportType",
    template_id       AS "templateId",
    frequency,
    cron_expression   AS "cronExpression",
    output_format     AS "outputFormat",
    parameters,
    recipients,
    is_active         AS "isActive",
    last_executed_at  AS "lastExecutedAt",
    next_execution_at AS "nextExecutionAt",
    execution_count   AS "executionCount",
    failure_count     AS "failureCount",
    last_error        AS "lastError",
    created_by        AS "createdBy",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.report_schedules;

COMMENT ON VIEW sequelize.report_schedules IS
    'Model ReportSchedule: public.report_schedules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- report_executions: model ReportExecution
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_executions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    schedule_id       AS "scheduleId",
    report_type       AS "reportType",
    output_format     AS "outputFormat",
    parameters,
    status,
    file_path         AS "filePath",
    download_url      AS "downloadUrl",
    file_size         AS "fileSize",
    record_count      AS "recordCount",
    execution_time_ms AS "executionTimeMs",
    error,
    executed_by       AS "executedBy",
    started_at        AS "startedAt",
    completed_at      AS "completedAt",
    expires_at        AS "expiresAt"
FROM public.report_executions;

COMMENT ON VIEW sequelize.report_executions IS
    'Model ReportExecution: public.report_executions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- training_modules: model TrainingModule
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.training_modules
WITH (security_invoker = TRUE) AS
SELECT
    id,
    title,
    description,
    content,
    duration,
    category,
    is_required      AS "isRequired",
    sort_order       AS "order",
    attachments,
    completion_count AS "completionCount",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.training_modules;

COMMENT ON VIEW sequelize.training_modules IS
    'Model TrainingModule: public.training_modules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- academic_transcripts: model AcademicTranscript
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.academic_transcripts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id    AS "studentId",
    academic_year AS "academicYear",
    semester,
    grade,
    gpa,
    subjects,
    attendance,
    behavior,
    imported_by   AS "importedBy",
    imported_at   AS "importedAt",
    import_source AS "importSource",
    metadata,
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.academic_transcripts
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.academic_transcripts IS
    'Model AcademicTranscript: public.academic_transcripts with the model''s attribute names'
    '; soft-deleted rows are left out.';
