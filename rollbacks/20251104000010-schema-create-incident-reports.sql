-- Reverses 20251104000010-schema-create-incident-reports.
--
-- Data loss: every incident report and witness statement.

DROP TABLE witness_statements;
DROP TABLE incident_reports;

DROP FUNCTION set_school_id_from_incident_report();
