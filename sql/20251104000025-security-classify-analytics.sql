-- Classifies reports, their schedules and the figures on the dashboards.
--
-- These tables hold counts and no names. Three kinds of column are hidden all the same: counts of
-- small groups can identify a child, a filter can name one student, and anyone who has the link
-- to a finished report can open it.
--
-- Tables:   analytics_reports, health_metric_snapshots, report_templates, report_schedules,
--           report_executions
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold no
--           PHI
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-academic-and-training

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('analytics_reports',       'OPERATIONS', 'SCHOOL_OR_ALL', NULL,
    FALSE, FALSE, 'NONE', NULL),
('health_metric_snapshots', 'OPERATIONS', 'SCHOOL_OR_ALL', NULL,
    FALSE, FALSE, 'NONE', NULL),
('report_templates',        'OPERATIONS', 'NONE',          NULL,
    FALSE, FALSE, 'NONE', NULL),
('report_schedules',        'OPERATIONS', 'NONE',          NULL,
    FALSE, FALSE, 'NONE', NULL),
('report_executions',       'OPERATIONS', 'NONE',          NULL,
    FALSE, FALSE, 'NONE', NULL);

-- ----------------------------------------------------------------------------
-- analytics_reports
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('analytics_reports', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'school_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'report_type',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'title',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'description',       FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'period_start',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'period_end',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'generated_date',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'school_name',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'summary',           FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'sections',          FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'findings',          FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'recommendations',   FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'status',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'format',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- Anyone who has the link can open the report.
('analytics_reports', 'file_url',          FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'file_size',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'generated_by',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'reviewed_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'reviewed_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'approved_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'approval_date',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'distribution_list', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('analytics_reports', 'sent_at',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('analytics_reports', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- health_metric_snapshots
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('health_metric_snapshots', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'school_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'metric_name',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'value',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'unit',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'category',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'trend',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'metadata',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('health_metric_snapshots', 'snapshot_date', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_metric_snapshots', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- report_templates
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('report_templates', 'id',                    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'name',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'description',           FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_templates', 'report_type',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'query_configuration',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'default_output_format', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'format_options',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'is_active',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'created_at',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'created_by',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_templates', 'updated_at',            FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- report_schedules
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('report_schedules', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'template_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'name',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'report_type',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'frequency',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'cron_expression',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'output_format',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A filter may name one student.
('report_schedules', 'parameters',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_schedules', 'recipients',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_schedules', 'is_active',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'last_executed_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'next_execution_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'execution_count',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'failure_count',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'last_error',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_schedules', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'created_by',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_schedules', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- report_executions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('report_executions', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'schedule_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'report_type',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'output_format',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A filter may name one student.
('report_executions', 'parameters',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_executions', 'status',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'file_path',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- Anyone who has the link can open the report.
('report_executions', 'download_url',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_executions', 'file_size',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'record_count',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'execution_time_ms', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'error',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('report_executions', 'executed_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'started_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'completed_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'expires_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('report_executions', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');
