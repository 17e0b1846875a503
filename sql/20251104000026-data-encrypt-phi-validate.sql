-- Validates the checks of the expand steps for existing rows.
--
-- Tables:   emergency_contacts, health_records, clinical_notes, mental_health_records,
--           treatment_plans, incident_reports, witness_statements
-- HIPAA:    shows no PHI to anyone
-- Locks:    SHARE UPDATE EXCLUSIVE on each table while it is read: reads and writes go on
-- Rollback: makes the checks NOT VALID again; no row is lost
--
-- depends: 20251104000026-data-encrypt-phi-notes

SET LOCAL lock_timeout = '5s';

ALTER TABLE emergency_contacts
    VALIDATE CONSTRAINT emergency_contacts_phone_number_in_one_form_check;

ALTER TABLE health_records
    VALIDATE CONSTRAINT health_records_description_in_one_form_check;

ALTER TABLE clinical_notes
    VALIDATE CONSTRAINT clinical_notes_content_in_one_form_check;

ALTER TABLE mental_health_records
    VALIDATE CONSTRAINT mental_health_records_session_notes_in_one_form_check;

ALTER TABLE treatment_plans
    VALIDATE CONSTRAINT treatment_plans_diagnosis_in_one_form_check,
    VALIDATE CONSTRAINT treatment_plans_plan_details_in_one_form_check;

ALTER TABLE incident_reports
    VALIDATE CONSTRAINT incident_reports_description_in_one_form_check;

ALTER TABLE witness_statements
    VALIDATE CONSTRAINT witness_statements_statement_in_one_form_check;
