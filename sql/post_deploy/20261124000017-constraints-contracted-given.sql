-- Validates for existing rows that a value which was NOT NULL as plaintext exists as ciphertext.
--
-- Tables:   emergency_contacts, health_records, clinical_notes,
--           mental_health_records, treatment_plans, incident_reports, witness_statements
-- HIPAA:    shows no PHI to anyone
-- Locks:    SHARE UPDATE EXCLUSIVE on each table while it is read: reads and writes go on
-- Rollback: makes the checks NOT VALID again; no row is lost
--
-- depends: 20261124000016-schema-contract-witness-statements

SET LOCAL lock_timeout = '5s';

ALTER TABLE emergency_contacts
    VALIDATE CONSTRAINT emergency_contacts_phone_number_encrypted_given_check;

ALTER TABLE health_records
    VALIDATE CONSTRAINT health_records_description_encrypted_given_check;

ALTER TABLE clinical_notes
    VALIDATE CONSTRAINT clinical_notes_content_encrypted_given_check;

ALTER TABLE mental_health_records
    VALIDATE CONSTRAINT mental_health_records_session_notes_encrypted_given_check;

ALTER TABLE treatment_plans
    VALIDATE CONSTRAINT treatment_plans_diagnosis_encrypted_given_check,
    VALIDATE CONSTRAINT treatment_plans_plan_details_encrypted_given_check;

ALTER TABLE incident_reports
    VALIDATE CONSTRAINT incident_reports_description_encrypted_given_check;

ALTER TABLE witness_statements
    VALIDATE CONSTRAINT witness_statements_statement_encrypted_given_check;
