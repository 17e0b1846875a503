-- Reverses 20251104000007-schema-create-medications.
--
-- Data loss: the drug catalog, every medication, dose log, prescription and drug allergy.

DROP TABLE student_drug_allergies;
DROP TABLE prescriptions;
DROP TABLE medication_logs;
DROP TABLE student_medications;
DROP TABLE medications;
DROP TABLE drug_interactions;
DROP TABLE drug_catalog;
