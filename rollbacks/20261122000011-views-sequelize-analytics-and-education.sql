-- Reverses 20261122000011-views-sequelize-analytics-and-education.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.academic_transcripts;
DROP VIEW sequelize.training_modules;
DROP VIEW sequelize.report_executions;
DROP VIEW sequelize.report_schedules;
DROP VIEW sequelize.report_templates;
DROP VIEW sequelize.health_metric_snapshots;
DROP VIEW sequelize.analytics_reports;
