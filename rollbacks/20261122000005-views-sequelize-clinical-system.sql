-- Reverses 20261122000005-views-sequelize-clinical-system.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.treatment_plans;
DROP VIEW sequelize.mental_health_records;
DROP VIEW sequelize.medical_history;
DROP VIEW sequelize.lab_results;
DROP VIEW sequelize.clinical_protocols;
DROP VIEW sequelize.clinical_notes;
DROP VIEW sequelize.clinic_visits;
