-- Reverses 20251104000016-schema-create-analytics.
--
-- Data loss: every report, metric, template, schedule and execution.

DROP TABLE report_executions;
DROP TABLE report_schedules;
DROP TABLE report_templates;
DROP TABLE health_metric_snapshots;
DROP TABLE analytics_reports;
