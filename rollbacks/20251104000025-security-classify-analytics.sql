-- Reverses 20251104000025-security-classify-analytics.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'analytics_reports',
    'health_metric_snapshots',
    'report_templates',
    'report_schedules',
    'report_executions'
);
