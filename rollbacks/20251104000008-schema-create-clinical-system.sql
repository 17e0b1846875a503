-- Reverses 20251104000008-schema-create-clinical-system.
--
-- Data loss: every visit, note, protocol, laboratory result, history, mental-health record and
--            treatment plan; the links from prescriptions to their visit and treatment plan.

-- ----------------------------------------------------------------------------
-- Foreign keys of prescriptions (created in 20251104000007)
-- ----------------------------------------------------------------------------
-- The values are cleared too. Otherwise the foreign keys could not be added again: the rows they
-- point to are gone.

ALTER TABLE prescriptions DROP CONSTRAINT prescriptions_treatment_plan_id_fkey;
ALTER TABLE prescriptions DROP CONSTRAINT prescriptions_visit_id_fkey;

UPDATE prescriptions
SET
    visit_id = NULL,
    treatment_plan_id = NULL
WHERE visit_id IS NOT NULL OR treatment_plan_id IS NOT NULL;

DROP TABLE treatment_plans;
DROP TABLE mental_health_records;
DROP TABLE medical_history;
DROP TABLE lab_results;
DROP TABLE clinical_protocols;
DROP TABLE clinical_notes;
DROP TABLE clinic_visits;
