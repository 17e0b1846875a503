-- Reverses 20261124000017-constraints-contracted-given.
--
-- Data loss: none.

SET LOCAL lock_timeout = '5s';

ALTER TABLE witness_statements
    DROP CONSTRAINT witness_statements_statement_encrypted_given_check,
    ADD CONSTRAINT witness_statements_statement_encrypted_given_check
        CHECK (statement_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE incident_reports
    DROP CONSTRAINT incident_reports_description_encrypted_given_check,
    ADD CONSTRAINT incident_reports_description_encrypted_given_check
        CHECK (description_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE treatment_plans
    DROP CONSTRAINT treatment_plans_plan_details_encrypted_given_check,
    DROP CONSTRAINT treatment_plans_diagnosis_encrypted_given_check,
    ADD CONSTRAINT treatment_plans_diagnosis_encrypted_given_check
        CHECK (diagnosis_encrypted IS NOT NULL) NOT VALID,
    ADD CONSTRAINT treatment_plans_plan_details_encrypted_given_check
        CHECK (plan_details_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE mental_health_records
    DROP CONSTRAINT mental_health_records_session_notes_encrypted_given_check,
    ADD CONSTRAINT mental_health_records_session_notes_encrypted_given_check
        CHECK (session_notes_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE clinical_notes
    DROP CONSTRAINT clinical_notes_content_encrypted_given_check,
    ADD CONSTRAINT clinical_notes_content_encrypted_given_check
        CHECK (content_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE health_records
    DROP CONSTRAINT health_records_description_encrypted_given_check,
    ADD CONSTRAINT health_records_description_encrypted_given_check
        CHECK (description_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE emergency_contacts
    DROP CONSTRAINT emergency_contacts_phone_number_encrypted_given_check,
    ADD CONSTRAINT emergency_contacts_phone_number_encrypted_given_check
        CHECK (phone_number_encrypted IS NOT NULL) NOT VALID;
