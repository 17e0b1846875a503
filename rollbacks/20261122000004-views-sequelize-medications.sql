-- Reverses 20261122000004-views-sequelize-medications.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.student_drug_allergies;
DROP VIEW sequelize.prescriptions;
DROP VIEW sequelize.medication_logs;
DROP VIEW sequelize.student_medications;
DROP VIEW sequelize.medications;
DROP VIEW sequelize.drug_interactions;
DROP VIEW sequelize.drug_catalog;
