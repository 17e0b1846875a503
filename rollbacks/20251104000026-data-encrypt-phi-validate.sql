-- Reverses 20251104000026-data-encrypt-phi-validate.
--
-- Data loss: none.

SET LOCAL lock_timeout = '5s';

ALTER TABLE witness_statements
    DROP CONSTRAINT witness_statements_statement_in_one_form_check,
    ADD CONSTRAINT witness_statements_statement_in_one_form_check
        CHECK (statement IS NOT NULL OR statement_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE incident_reports
    DROP CONSTRAINT incident_reports_description_in_one_form_check,
    ADD CONSTRAINT incident_reports_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE treatment_plans
    DROP CONSTRAINT treatment_plans_plan_details_in_one_form_check,
    DROP CONSTRAINT treatment_plans_diagnosis_in_one_form_check,
    ADD CONSTRAINT treatment_plans_diagnosis_in_one_form_check
        CHECK (diagnosis IS NOT NULL OR diagnosis_encrypted IS NOT NULL) NOT VALID,
    ADD CONSTRAINT treatment_plans_plan_details_in_one_form_check
        CHECK (plan_details IS NOT NULL OR plan_details_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE mental_health_records
    DROP CONSTRAINT mental_health_records_session_notes_in_one_form_check,
    ADD CONSTRAINT mental_health_records_session_notes_in_one_form_check
        CHECK (session_notes IS NOT NULL OR session_notes_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE clinical_notes
    DROP CONSTRAINT clinical_notes_content_in_one_form_check,
    ADD CONSTRAINT clinical_notes_content_in_one_form_check
        CHECK (content IS NOT NULL OR content_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE health_records
    DROP CONSTRAINT health_records_description_in_one_form_check,
    ADD CONSTRAINT health_records_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL) NOT VALID;

ALTER TABLE emergency_contacts
    DROP CONSTRAINT emergency_contacts_phone_number_in_one_form_check,
    ADD CONSTRAINT emergency_contacts_phone_number_in_one_form_check
        CHECK (phone_number IS NOT NULL OR phone_number_encrypted IS NOT NULL) NOT VALID;
