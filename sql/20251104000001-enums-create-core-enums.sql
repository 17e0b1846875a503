-- Enum types: one for each fixed list of values in the schema.
--
-- Several tables may share one type. Labels are spelled as the application writes them, so some
-- are lower case. Values sort in the order given here; where a list has a severity or priority,
-- that is its order.
--
-- Each list holds the values of the application's models and of its three older migrations. Where
-- the two differ only by case, the spelling of the models is used (DTAP, not DTaP). Three types
-- therefore have more labels than the specification counts: allergy_type has 9, not 6;
-- condition_status 5, not 4; vaccine_type 21, not 20. The other counts agree.
--
-- Types:    123 enums
-- HIPAA:    no data
-- Locks:    none on existing tables
-- Rollback: drops the types; it runs last, when no table uses them any more
--
-- depends: 20251104000000-guard-preflight

-- ----------------------------------------------------------------------------
-- People and places
-- ----------------------------------------------------------------------------

CREATE TYPE user_role AS ENUM (
    'ADMIN', 'NURSE', 'SCHOOL_ADMIN', 'DISTRICT_ADMIN', 'VIEWER', 'COUNSELOR'
);
COMMENT ON TYPE user_role IS
    'Role of a user. Nurses treat, counselors also see mental-health records, administrators '
    'manage.';

CREATE TYPE gender AS ENUM ('MALE', 'FEMALE', 'OTHER', 'PREFER_NOT_TO_SAY');
COMMENT ON TYPE gender IS 'Gender as the student or the guardian states it.';

CREATE TYPE contact_type AS ENUM ('guardian', 'staff', 'vendor', 'provider', 'other');
COMMENT ON TYPE contact_type IS 'Kind of person in the address book.';

CREATE TYPE contact_priority AS ENUM ('PRIMARY', 'SECONDARY', 'EMERGENCY_ONLY');
COMMENT ON TYPE contact_priority IS 'Order in which the contacts of a student are called.';

CREATE TYPE contact_method AS ENUM ('SMS', 'EMAIL', 'VOICE', 'ANY');
COMMENT ON TYPE contact_method IS 'Contact method that an emergency contact prefers.';

CREATE TYPE verification_status AS ENUM ('UNVERIFIED', 'PENDING', 'VERIFIED', 'FAILED');
COMMENT ON TYPE verification_status IS
    'Result of the check that the number of an emergency contact works.';

-- ----------------------------------------------------------------------------
-- Health records
-- ----------------------------------------------------------------------------

CREATE TYPE health_record_type AS ENUM (
    'CHECKUP', 'VACCINATION', 'ILLNESS', 'INJURY', 'SCREENING', 'PHYSICAL_EXAM',
    'MENTAL_HEALTH', 'DENTAL', 'VISION', 'HEARING', 'EXAMINATION', 'ALLERGY_DOCUMENTATION',
    'CHRONIC_CONDITION_REVIEW', 'GROWTH_ASSESSMENT', 'VITAL_SIGNS_CHECK', 'EMERGENCY_VISIT',
    'FOLLOW_UP', 'CONSULTATION', 'DIAGNOSTIC_TEST', 'PROCEDURE', 'HOSPITALIZATION', 'SURGERY',
    'COUNSELING', 'THERAPY', 'NUTRITION', 'MEDICATION_REVIEW', 'IMMUNIZATION', 'LAB_RESULT',
    'RADIOLOGY', 'OTHER'
);
COMMENT ON TYPE health_record_type IS 'Kind of entry in a student''s health record.';

CREATE TYPE allergy_type AS ENUM (
    'FOOD', 'MEDICATION', 'ENVIRONMENTAL', 'INSECT', 'LATEX', 'ANIMAL', 'CHEMICAL', 'SEASONAL',
    'OTHER'
);
COMMENT ON TYPE allergy_type IS 'Kind of substance that triggers an allergy.';

CREATE TYPE allergy_severity AS ENUM ('MILD', 'MODERATE', 'SEVERE', 'LIFE_THREATENING');
COMMENT ON TYPE allergy_severity IS 'Severity of an allergic reaction, mildest first.';

CREATE TYPE condition_status AS ENUM (
    'ACTIVE', 'MANAGED', 'RESOLVED', 'MONITORING', 'INACTIVE'
);
COMMENT ON TYPE condition_status IS 'Clinical status of a chronic condition.';

CREATE TYPE condition_severity AS ENUM ('mild', 'moderate', 'severe', 'critical');
COMMENT ON TYPE condition_severity IS
    'Severity of a condition in the medical history, mildest first; lower case as in the '
    'application.';

CREATE TYPE vaccine_type AS ENUM (
    'COVID_19', 'FLU', 'MEASLES', 'MUMPS', 'RUBELLA', 'MMR', 'POLIO', 'HEPATITIS_A',
    'HEPATITIS_B', 'VARICELLA', 'TETANUS', 'DIPHTHERIA', 'PERTUSSIS', 'TDAP', 'DTAP', 'HIB',
    'PNEUMOCOCCAL', 'ROTAVIRUS', 'MENINGOCOCCAL', 'HPV', 'OTHER'
);
COMMENT ON TYPE vaccine_type IS
    'Vaccine, named after the disease or the combination it protects against.';

CREATE TYPE site_of_administration AS ENUM (
    'ARM_LEFT', 'ARM_RIGHT', 'THIGH_LEFT', 'THIGH_RIGHT', 'DELTOID_LEFT', 'DELTOID_RIGHT',
    'BUTTOCK_LEFT', 'BUTTOCK_RIGHT', 'ORAL', 'NASAL', 'OTHER'
);
COMMENT ON TYPE site_of_administration IS 'Place on the body where a vaccine was given.';

CREATE TYPE route_of_administration AS ENUM (
    'INTRAMUSCULAR', 'SUBCUTANEOUS', 'INTRADERMAL', 'ORAL', 'INTRANASAL', 'INTRAVENOUS', 'OTHER'
);
COMMENT ON TYPE route_of_administration IS 'Route by which a vaccine was given.';

CREATE TYPE compliance_status AS ENUM (
    'COMPLIANT', 'OVERDUE', 'PARTIALLY_COMPLIANT', 'EXEMPT', 'NON_COMPLIANT'
);
COMMENT ON TYPE compliance_status IS 'Whether a student meets the state immunization requirement.';

CREATE TYPE screening_type AS ENUM (
    'VISION', 'HEARING', 'SCOLIOSIS', 'DENTAL', 'BMI', 'BLOOD_PRESSURE', 'DEVELOPMENTAL',
    'SPEECH', 'MENTAL_HEALTH', 'TUBERCULOSIS', 'LEAD', 'ANEMIA', 'OTHER'
);
COMMENT ON TYPE screening_type IS 'Subject of a school screening.';

CREATE TYPE screening_outcome AS ENUM ('PASS', 'REFER', 'FAIL', 'INCONCLUSIVE', 'INCOMPLETE');
COMMENT ON TYPE screening_outcome IS
    'Result of a screening. REFER sends the student to a specialist.';

CREATE TYPE follow_up_status AS ENUM (
    'PENDING', 'SCHEDULED', 'COMPLETED', 'CANCELLED', 'OVERDUE', 'NOT_NEEDED'
);
COMMENT ON TYPE follow_up_status IS 'Progress of the follow-up to a screening.';

CREATE TYPE consciousness_level AS ENUM (
    'ALERT', 'VERBAL', 'PAIN', 'UNRESPONSIVE', 'DROWSY', 'CONFUSED', 'LETHARGIC'
);
COMMENT ON TYPE consciousness_level IS
    'Level of consciousness: the AVPU scale (alert, verbal, pain, unresponsive) and finer grades.';

CREATE TYPE temperature_unit AS ENUM ('F', 'C');
COMMENT ON TYPE temperature_unit IS 'Unit of a body temperature: Fahrenheit or Celsius.';

CREATE TYPE height_unit AS ENUM ('inches', 'cm');
COMMENT ON TYPE height_unit IS 'Unit of a body height: inches or centimeters.';

CREATE TYPE weight_unit AS ENUM ('lbs', 'kg');
COMMENT ON TYPE weight_unit IS 'Unit of a body weight: pounds or kilograms.';

-- ----------------------------------------------------------------------------
-- Medications
-- ----------------------------------------------------------------------------

CREATE TYPE dea_schedule AS ENUM ('I', 'II', 'III', 'IV', 'V');
COMMENT ON TYPE dea_schedule IS
    'DEA schedule of a controlled substance (Controlled Substances Act); I is the strictest.';

CREATE TYPE interaction_severity AS ENUM (
    'MINOR', 'MODERATE', 'MAJOR', 'SEVERE', 'CONTRAINDICATED'
);
COMMENT ON TYPE interaction_severity IS
    'Severity of an interaction between two drugs, mildest first.';

CREATE TYPE medication_log_status AS ENUM (
    'PENDING', 'ADMINISTERED', 'MISSED', 'CANCELLED', 'REFUSED'
);
COMMENT ON TYPE medication_log_status IS 'Outcome of one planned dose.';

CREATE TYPE prescription_status AS ENUM (
    'pending', 'sent', 'filled', 'partially_filled', 'picked_up', 'cancelled', 'expired'
);
COMMENT ON TYPE prescription_status IS
    'Progress of a prescription, from the prescriber to the student.';

-- ----------------------------------------------------------------------------
-- Clinical system
-- ----------------------------------------------------------------------------

CREATE TYPE visit_disposition AS ENUM (
    'RETURN_TO_CLASS', 'SENT_HOME', 'EMERGENCY_TRANSPORT', 'OTHER'
);
COMMENT ON TYPE visit_disposition IS 'Place the student went to after a clinic visit.';

CREATE TYPE clinical_note_type AS ENUM (
    'general', 'soap', 'progress', 'discharge', 'follow_up', 'telephone', 'nursing',
    'medication', 'incident'
);
COMMENT ON TYPE clinical_note_type IS
    'Form of a clinical note (SOAP: subjective, objective, assessment, plan). Lower case as in '
    'the application.';

CREATE TYPE protocol_status AS ENUM (
    'draft', 'active', 'inactive', 'under_review', 'deprecated'
);
COMMENT ON TYPE protocol_status IS 'Life cycle of a clinical protocol.';

CREATE TYPE lab_test_type AS ENUM (
    'blood_test', 'urinalysis', 'culture', 'chemistry', 'hematology', 'microbiology', 'other'
);
COMMENT ON TYPE lab_test_type IS 'Kind of laboratory test, by specimen or discipline.';

CREATE TYPE lab_result_status AS ENUM ('pending', 'completed', 'reviewed', 'cancelled');
COMMENT ON TYPE lab_result_status IS
    'Progress of a laboratory result, from the order to the review.';

CREATE TYPE medical_history_type AS ENUM (
    'condition', 'allergy', 'surgery', 'hospitalization', 'family_history', 'other'
);
COMMENT ON TYPE medical_history_type IS 'Kind of entry in the medical history.';

CREATE TYPE medical_history_category AS ENUM (
    'chronic', 'acute', 'genetic', 'infectious', 'autoimmune', 'other'
);
COMMENT ON TYPE medical_history_category IS 'Clinical class of a condition in the medical history.';

CREATE TYPE family_relation AS ENUM (
    'mother', 'father', 'sibling', 'grandparent', 'aunt', 'uncle', 'cousin', 'other'
);
COMMENT ON TYPE family_relation IS 'Relative whom an entry of the family history is about.';

CREATE TYPE mental_health_record_type AS ENUM (
    'ASSESSMENT', 'COUNSELING_SESSION', 'CRISIS_INTERVENTION', 'THERAPY_SESSION',
    'PSYCHIATRIC_EVALUATION', 'SCREENING', 'FOLLOW_UP', 'REFERRAL', 'PROGRESS_NOTE'
);
COMMENT ON TYPE mental_health_record_type IS
    'Occasion of a mental-health record: session, assessment, crisis and the like.';

CREATE TYPE risk_level AS ENUM ('NONE', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL');
COMMENT ON TYPE risk_level IS 'Risk that a counselor assessed, lowest first.';

CREATE TYPE confidentiality_level AS ENUM ('STANDARD', 'ENHANCED', 'MAXIMUM');
COMMENT ON TYPE confidentiality_level IS
    'Confidentiality of a mental-health record, even toward colleagues, least strict first.';

CREATE TYPE treatment_plan_status AS ENUM (
    'draft', 'active', 'on_hold', 'completed', 'cancelled'
);
COMMENT ON TYPE treatment_plan_status IS
    'Life cycle of a treatment plan, from draft to completion.';

-- ----------------------------------------------------------------------------
-- Appointments and incidents
-- ----------------------------------------------------------------------------

CREATE TYPE appointment_type AS ENUM (
    'ROUTINE_CHECKUP', 'MEDICATION_ADMINISTRATION', 'INJURY_ASSESSMENT', 'ILLNESS_EVALUATION',
    'FOLLOW_UP', 'SCREENING', 'EMERGENCY'
);
COMMENT ON TYPE appointment_type IS 'Reason for an appointment.';

CREATE TYPE appointment_status AS ENUM (
    'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'
);
COMMENT ON TYPE appointment_status IS 'Progress of an appointment.';

CREATE TYPE reminder_channel AS ENUM ('EMAIL', 'SMS', 'PUSH_NOTIFICATION');
COMMENT ON TYPE reminder_channel IS 'Channel of an appointment reminder.';

CREATE TYPE reminder_status AS ENUM ('SCHEDULED', 'SENT', 'FAILED', 'CANCELLED');
COMMENT ON TYPE reminder_status IS 'State of an appointment reminder.';

CREATE TYPE waitlist_priority AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');
COMMENT ON TYPE waitlist_priority IS 'Urgency of a waiting-list entry, lowest first.';

CREATE TYPE waitlist_status AS ENUM (
    'WAITING', 'NOTIFIED', 'SCHEDULED', 'EXPIRED', 'CANCELLED'
);
COMMENT ON TYPE waitlist_status IS 'State of a waiting-list entry.';

CREATE TYPE incident_type AS ENUM (
    'INJURY', 'ILLNESS', 'BEHAVIORAL', 'MEDICATION_ERROR', 'ALLERGIC_REACTION', 'EMERGENCY',
    'OTHER'
);
COMMENT ON TYPE incident_type IS 'Kind of incident at school.';

CREATE TYPE severity_level AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');
COMMENT ON TYPE severity_level IS
    'Severity from LOW to CRITICAL; used by incidents, violations, broadcasts and log entries.';

CREATE TYPE insurance_claim_status AS ENUM (
    'NOT_FILED', 'FILED', 'PENDING', 'APPROVED', 'DENIED', 'CLOSED'
);
COMMENT ON TYPE insurance_claim_status IS 'Progress of the insurance claim for an incident.';

CREATE TYPE legal_compliance_status AS ENUM (
    'PENDING', 'COMPLIANT', 'NON_COMPLIANT', 'UNDER_REVIEW'
);
COMMENT ON TYPE legal_compliance_status IS 'State of the legal duties that follow an incident.';

CREATE TYPE witness_type AS ENUM ('STAFF', 'STUDENT', 'PARENT', 'GUARDIAN', 'VISITOR', 'OTHER');
COMMENT ON TYPE witness_type IS 'Relation of a witness to the school.';

CREATE TYPE follow_up_action_status AS ENUM (
    'PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'
);
COMMENT ON TYPE follow_up_action_status IS 'Progress of a follow-up action after an incident.';

CREATE TYPE follow_up_appointment_status AS ENUM (
    'scheduled', 'reminded', 'confirmed', 'completed', 'missed', 'cancelled', 'rescheduled'
);
COMMENT ON TYPE follow_up_appointment_status IS
    'Progress of a follow-up appointment, including its reminders.';

CREATE TYPE action_priority AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'URGENT');
COMMENT ON TYPE action_priority IS
    'Priority from LOW to URGENT; used by messages, follow-up actions and remediation actions.';

-- ----------------------------------------------------------------------------
-- Messaging
-- ----------------------------------------------------------------------------

CREATE TYPE conversation_type AS ENUM ('DIRECT', 'GROUP', 'CHANNEL');
COMMENT ON TYPE conversation_type IS 'Form of a conversation: two people, a group or a channel.';

CREATE TYPE participant_role AS ENUM ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER');
COMMENT ON TYPE participant_role IS
    'Role of a participant in a conversation; decides what the participant may do there.';

CREATE TYPE notification_preference AS ENUM ('ALL', 'MENTIONS', 'NONE');
COMMENT ON TYPE notification_preference IS
    'Messages of a conversation that notify the participant: all, only mentions, or none.';

CREATE TYPE message_category AS ENUM (
    'EMERGENCY', 'HEALTH_UPDATE', 'APPOINTMENT_REMINDER', 'MEDICATION_REMINDER', 'GENERAL',
    'INCIDENT_NOTIFICATION', 'COMPLIANCE'
);
COMMENT ON TYPE message_category IS 'Subject of a message.';

CREATE TYPE message_template_type AS ENUM ('EMAIL', 'SMS', 'PUSH_NOTIFICATION', 'VOICE');
COMMENT ON TYPE message_template_type IS 'Channel a message template is written for.';

CREATE TYPE message_template_category AS ENUM (
    'APPOINTMENT', 'MEDICATION', 'EMERGENCY', 'NOTIFICATION', 'REMINDER'
);
COMMENT ON TYPE message_template_category IS 'Purpose of a message template.';

CREATE TYPE message_delivery_channel AS ENUM ('EMAIL', 'SMS', 'PUSH', 'IN_APP');
COMMENT ON TYPE message_delivery_channel IS 'Channel on which a message was delivered.';

CREATE TYPE message_delivery_status AS ENUM (
    'PENDING', 'SENT', 'DELIVERED', 'FAILED', 'BOUNCED'
);
COMMENT ON TYPE message_delivery_status IS
    'Outcome of one delivery. BOUNCED means that the address rejected it.';

CREATE TYPE recipient_type AS ENUM (
    'NURSE', 'PARENT', 'GUARDIAN', 'EMERGENCY_CONTACT', 'STUDENT', 'STAFF', 'ADMINISTRATOR'
);
COMMENT ON TYPE recipient_type IS
    'Kind of recipient of a delivery; decides which table the recipient id points to.';

-- ----------------------------------------------------------------------------
-- Notifications
-- ----------------------------------------------------------------------------

CREATE TYPE alert_category AS ENUM (
    'HEALTH', 'SAFETY', 'COMPLIANCE', 'SYSTEM', 'MEDICATION', 'APPOINTMENT'
);
COMMENT ON TYPE alert_category IS 'Subject of an alert.';

CREATE TYPE alert_severity AS ENUM ('INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'EMERGENCY');
COMMENT ON TYPE alert_severity IS 'Severity of an alert, lowest first.';

CREATE TYPE alert_status AS ENUM ('ACTIVE', 'ACKNOWLEDGED', 'RESOLVED', 'EXPIRED', 'DISMISSED');
COMMENT ON TYPE alert_status IS 'Life cycle of an alert.';

CREATE TYPE alert_channel AS ENUM ('WEBSOCKET', 'EMAIL', 'SMS', 'PUSH_NOTIFICATION');
COMMENT ON TYPE alert_channel IS 'Channel on which a user wants to receive alerts.';

CREATE TYPE alert_delivery_channel AS ENUM ('email', 'sms', 'push', 'voice');
COMMENT ON TYPE alert_delivery_channel IS
    'Channel on which an alert was sent; lower case as in the application.';

CREATE TYPE broadcast_type AS ENUM (
    'ACTIVE_THREAT', 'MEDICAL_EMERGENCY', 'FIRE', 'NATURAL_DISASTER', 'LOCKDOWN', 'EVACUATION',
    'SHELTER_IN_PLACE', 'WEATHER_ALERT', 'TRANSPORTATION', 'FACILITY_ISSUE', 'SCHOOL_CLOSURE',
    'EARLY_DISMISSAL', 'GENERAL_ANNOUNCEMENT'
);
COMMENT ON TYPE broadcast_type IS 'Occasion of an emergency broadcast.';

CREATE TYPE broadcast_status AS ENUM ('DRAFT', 'SENDING', 'SENT', 'FAILED', 'CANCELLED');
COMMENT ON TYPE broadcast_status IS 'Progress of an emergency broadcast.';

CREATE TYPE notification_category AS ENUM (
    'MEDICATION', 'APPOINTMENT', 'INCIDENT', 'SCREENING', 'IMMUNIZATION', 'MESSAGE',
    'EMERGENCY', 'REMINDER', 'ALERT', 'SYSTEM'
);
COMMENT ON TYPE notification_category IS 'Subject of a push notification.';

CREATE TYPE notification_priority AS ENUM ('CRITICAL', 'HIGH', 'NORMAL', 'LOW');
COMMENT ON TYPE notification_priority IS 'Priority of a push notification, highest first.';

CREATE TYPE notification_status AS ENUM (
    'PENDING', 'SCHEDULED', 'SENDING', 'DELIVERED', 'FAILED', 'EXPIRED'
);
COMMENT ON TYPE notification_status IS 'Life cycle of a push notification.';

CREATE TYPE device_platform AS ENUM ('FCM', 'APNS', 'WEB_PUSH', 'SMS', 'EMAIL');
COMMENT ON TYPE device_platform IS 'Push service a device is registered with.';

-- ----------------------------------------------------------------------------
-- Audit and compliance
-- ----------------------------------------------------------------------------

CREATE TYPE audit_action AS ENUM (
    'CREATE', 'READ', 'UPDATE', 'DELETE', 'VIEW', 'EXPORT', 'PRINT', 'LOGIN', 'LOGOUT',
    'IMPORT', 'BULK_DELETE', 'BULK_UPDATE', 'TRANSACTION_COMMIT', 'TRANSACTION_ROLLBACK',
    'CACHE_READ', 'CACHE_WRITE', 'CACHE_DELETE'
);
COMMENT ON TYPE audit_action IS 'Action that an audit entry records.';

CREATE TYPE audit_compliance_type AS ENUM ('HIPAA', 'FERPA', 'GDPR', 'GENERAL');
COMMENT ON TYPE audit_compliance_type IS
    'Regulation that requires an audit entry; GENERAL where none does.';

CREATE TYPE disclosure_type AS ENUM (
    'TREATMENT', 'PAYMENT', 'HEALTHCARE_OPERATIONS', 'AUTHORIZATION', 'REQUIRED_BY_LAW',
    'PUBLIC_HEALTH', 'RESEARCH'
);
COMMENT ON TYPE disclosure_type IS
    'Legal ground on which health information left the school (45 CFR 164.506, .508, .512).';

CREATE TYPE disclosure_purpose AS ENUM (
    'TREATMENT', 'PAYMENT', 'OPERATIONS', 'LEGAL_REQUIREMENT', 'PUBLIC_HEALTH', 'RESEARCH',
    'PATIENT_REQUEST'
);
COMMENT ON TYPE disclosure_purpose IS
    'Purpose for which the recipient needs the disclosed information.';

CREATE TYPE disclosure_method AS ENUM ('VERBAL', 'WRITTEN', 'ELECTRONIC', 'FAX', 'PHONE');
COMMENT ON TYPE disclosure_method IS 'Means by which information was disclosed.';

CREATE TYPE disclosure_recipient_type AS ENUM (
    'HEALTHCARE_PROVIDER', 'INSURANCE', 'PARENT_GUARDIAN', 'SCHOOL_OFFICIAL',
    'GOVERNMENT_AGENCY', 'RESEARCHER', 'OTHER'
);
COMMENT ON TYPE disclosure_recipient_type IS 'Kind of recipient of disclosed information.';

CREATE TYPE consent_type AS ENUM (
    'MEDICATION_ADMINISTRATION', 'PHOTO_RELEASE', 'FIELD_TRIP', 'EMERGENCY_TREATMENT',
    'DATA_SHARING', 'RESEARCH'
);
COMMENT ON TYPE consent_type IS 'Activity that a consent form allows.';

CREATE TYPE compliance_report_type AS ENUM (
    'HIPAA', 'FERPA', 'PRIVACY', 'SECURITY', 'BREACH', 'RISK_ASSESSMENT', 'TRAINING', 'AUDIT'
);
COMMENT ON TYPE compliance_report_type IS 'Subject of a compliance report.';

CREATE TYPE compliance_report_status AS ENUM (
    'PENDING', 'IN_PROGRESS', 'COMPLIANT', 'NON_COMPLIANT', 'NEEDS_REVIEW'
);
COMMENT ON TYPE compliance_report_status IS 'Progress or result of a compliance report.';

CREATE TYPE compliance_category AS ENUM (
    'HIPAA_PRIVACY', 'HIPAA_SECURITY', 'FERPA', 'MEDICATION', 'SAFETY', 'TRAINING',
    'DOCUMENTATION'
);
COMMENT ON TYPE compliance_category IS 'Field of law or practice that a checklist item belongs to.';

CREATE TYPE checklist_item_status AS ENUM (
    'PENDING', 'IN_PROGRESS', 'COMPLETED', 'NOT_APPLICABLE', 'FAILED'
);
COMMENT ON TYPE checklist_item_status IS 'Progress or result of a checklist item.';

CREATE TYPE violation_type AS ENUM (
    'HIPAA_BREACH', 'FERPA_VIOLATION', 'UNAUTHORIZED_ACCESS', 'DATA_LEAK', 'POLICY_VIOLATION',
    'PROCEDURE_VIOLATION', 'TRAINING_DEFICIENCY'
);
COMMENT ON TYPE violation_type IS 'Kind of compliance violation.';

CREATE TYPE violation_status AS ENUM (
    'REPORTED', 'INVESTIGATING', 'REMEDIATION_IN_PROGRESS', 'RESOLVED', 'CLOSED'
);
COMMENT ON TYPE violation_status IS 'Progress of the handling of a violation.';

CREATE TYPE remediation_status AS ENUM (
    'PLANNED', 'IN_PROGRESS', 'COMPLETED', 'VERIFIED', 'DEFERRED'
);
COMMENT ON TYPE remediation_status IS
    'Progress of a remediation action. VERIFIED means that somebody checked the result.';

CREATE TYPE policy_category AS ENUM (
    'HIPAA_PRIVACY', 'HIPAA_SECURITY', 'FERPA', 'DATA_RETENTION', 'INCIDENT_RESPONSE',
    'ACCESS_CONTROL', 'TRAINING'
);
COMMENT ON TYPE policy_category IS 'Subject of a policy document.';

CREATE TYPE policy_status AS ENUM ('DRAFT', 'ACTIVE', 'ARCHIVED', 'SUPERSEDED');
COMMENT ON TYPE policy_status IS 'Life cycle of a policy document.';

CREATE TYPE retention_category AS ENUM (
    'STUDENT_RECORDS', 'HEALTH_RECORDS', 'MEDICATION_LOGS', 'AUDIT_LOGS', 'CONSENT_FORMS',
    'INCIDENT_REPORTS', 'TRAINING_RECORDS'
);
COMMENT ON TYPE retention_category IS 'Class of records that a retention policy governs.';

CREATE TYPE retention_policy_status AS ENUM ('ACTIVE', 'INACTIVE', 'UNDER_REVIEW');
COMMENT ON TYPE retention_policy_status IS
    'State of a retention policy; only an ACTIVE one is in force.';

-- ----------------------------------------------------------------------------
-- Inventory
-- ----------------------------------------------------------------------------

CREATE TYPE inventory_transaction_type AS ENUM (
    'PURCHASE', 'USAGE', 'ADJUSTMENT', 'TRANSFER', 'RETURN', 'DISPOSAL'
);
COMMENT ON TYPE inventory_transaction_type IS 'Reason why stock changed.';

CREATE TYPE maintenance_type AS ENUM (
    'CALIBRATION', 'REPAIR', 'INSPECTION', 'CLEANING', 'REPLACEMENT', 'UPGRADE'
);
COMMENT ON TYPE maintenance_type IS 'Kind of work done on equipment.';

CREATE TYPE purchase_order_status AS ENUM (
    'PENDING', 'APPROVED', 'ORDERED', 'PARTIALLY_RECEIVED', 'RECEIVED', 'CANCELLED'
);
COMMENT ON TYPE purchase_order_status IS 'Life cycle of a purchase order.';

-- ----------------------------------------------------------------------------
-- Analytics and reports
-- ----------------------------------------------------------------------------

CREATE TYPE analytics_report_type AS ENUM (
    'COMPLIANCE', 'HEALTH_TRENDS', 'INCIDENT_ANALYSIS', 'MEDICATION_USAGE',
    'APPOINTMENT_UTILIZATION', 'STUDENT_HEALTH_OVERVIEW', 'NURSE_WORKLOAD',
    'EQUIPMENT_MAINTENANCE', 'BUDGET_ANALYSIS', 'CUSTOM'
);
COMMENT ON TYPE analytics_report_type IS 'Subject of an analytics report.';

CREATE TYPE analytics_report_status AS ENUM (
    'PENDING', 'GENERATING', 'COMPLETED', 'FAILED', 'CANCELLED'
);
COMMENT ON TYPE analytics_report_status IS 'Progress of the generation of an analytics report.';

CREATE TYPE analytics_report_format AS ENUM ('PDF', 'CSV', 'EXCEL', 'JSON', 'HTML');
COMMENT ON TYPE analytics_report_format IS 'File format of an analytics report.';

CREATE TYPE metric_trend AS ENUM ('INCREASING', 'DECREASING', 'STABLE', 'FLUCTUATING');
COMMENT ON TYPE metric_trend IS 'Direction in which a health metric is moving.';

CREATE TYPE report_template_type AS ENUM (
    'health_trends', 'medication_usage', 'incident_statistics', 'attendance_correlation',
    'compliance', 'dashboard', 'performance', 'custom'
);
COMMENT ON TYPE report_template_type IS
    'Subject of a report template; lower case as in the application.';

CREATE TYPE report_template_format AS ENUM ('pdf', 'excel', 'csv', 'json');
COMMENT ON TYPE report_template_format IS 'Default file format of a report template.';

CREATE TYPE scheduled_report_type AS ENUM (
    'HEALTH_REPORT', 'MEDICATION_REPORT', 'INCIDENT_REPORT', 'COMPLIANCE_REPORT',
    'ANALYTICS_REPORT'
);
COMMENT ON TYPE scheduled_report_type IS 'Subject of a scheduled report and its executions.';

CREATE TYPE report_output_format AS ENUM ('PDF', 'CSV', 'XLSX', 'JSON');
COMMENT ON TYPE report_output_format IS 'File format of a scheduled report.';

CREATE TYPE report_frequency AS ENUM ('daily', 'weekly', 'monthly', 'quarterly', 'custom');
COMMENT ON TYPE report_frequency IS
    'Interval at which a scheduled report runs; lower case as in the application.';

CREATE TYPE report_execution_status AS ENUM ('pending', 'generating', 'completed', 'failed');
COMMENT ON TYPE report_execution_status IS 'Progress of one run of a report.';

-- ----------------------------------------------------------------------------
-- System and integrations
-- ----------------------------------------------------------------------------

CREATE TYPE config_category AS ENUM (
    'GENERAL', 'SECURITY', 'NOTIFICATION', 'INTEGRATION', 'BACKUP', 'PERFORMANCE', 'HEALTHCARE',
    'MEDICATION', 'APPOINTMENTS', 'UI', 'QUERY', 'FILE_UPLOAD', 'RATE_LIMITING', 'SESSION',
    'EMAIL', 'SMS'
);
COMMENT ON TYPE config_category IS 'Area that a configuration setting belongs to.';

CREATE TYPE config_value_type AS ENUM (
    'STRING', 'NUMBER', 'BOOLEAN', 'JSON', 'ARRAY', 'DATE', 'TIME', 'DATETIME', 'EMAIL', 'URL',
    'COLOR', 'ENUM'
);
COMMENT ON TYPE config_value_type IS
    'Type as which the application parses the text of a configuration value.';

CREATE TYPE config_scope AS ENUM ('SYSTEM', 'DISTRICT', 'SCHOOL', 'USER');
COMMENT ON TYPE config_scope IS
    'Level at which a configuration setting applies; decides which table the scope id points to.';

CREATE TYPE license_type AS ENUM ('TRIAL', 'BASIC', 'PROFESSIONAL', 'ENTERPRISE');
COMMENT ON TYPE license_type IS 'Edition of the product that a license covers.';

CREATE TYPE license_status AS ENUM ('ACTIVE', 'EXPIRED', 'SUSPENDED', 'CANCELLED');
COMMENT ON TYPE license_status IS 'State of a license; only an ACTIVE one is valid.';

CREATE TYPE backup_type AS ENUM ('AUTOMATIC', 'MANUAL', 'SCHEDULED');
COMMENT ON TYPE backup_type IS 'Cause of a backup: automatic, manual or scheduled.';

CREATE TYPE backup_status AS ENUM ('IN_PROGRESS', 'COMPLETED', 'FAILED');
COMMENT ON TYPE backup_status IS 'Progress or result of a backup.';

CREATE TYPE metric_type AS ENUM (
    'CPU_USAGE', 'MEMORY_USAGE', 'DISK_USAGE', 'API_RESPONSE_TIME', 'DATABASE_QUERY_TIME',
    'ACTIVE_USERS', 'ERROR_RATE', 'REQUEST_COUNT'
);
COMMENT ON TYPE metric_type IS 'Quantity that a performance metric measures.';

CREATE TYPE cache_compliance_level AS ENUM (
    'PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PHI', 'SENSITIVE_PHI'
);
COMMENT ON TYPE cache_compliance_level IS 'Sensitivity of a cached value, least sensitive first.';

CREATE TYPE integration_type AS ENUM (
    'SIS', 'EHR', 'PHARMACY', 'LABORATORY', 'INSURANCE', 'PARENT_PORTAL', 'HEALTH_APP',
    'GOVERNMENT_REPORTING'
);
COMMENT ON TYPE integration_type IS 'Kind of external system.';

CREATE TYPE integration_status AS ENUM ('INACTIVE', 'ACTIVE', 'TESTING', 'SYNCING', 'ERROR');
COMMENT ON TYPE integration_status IS 'State of the connection to an external system.';

CREATE TYPE sync_session_status AS ENUM (
    'PENDING', 'IN_PROGRESS', 'COMPLETED', 'PARTIAL', 'FAILED'
);
COMMENT ON TYPE sync_session_status IS 'Progress or result of a synchronization session.';

CREATE TYPE sync_direction AS ENUM ('PULL', 'PUSH', 'BIDIRECTIONAL');
COMMENT ON TYPE sync_direction IS
    'Direction in which a synchronization session moves data; PULL is toward White Cross.';

CREATE TYPE sis_conflict_resolution AS ENUM ('KEEP_LOCAL', 'KEEP_SIS');
COMMENT ON TYPE sis_conflict_resolution IS
    'Side that won a conflict with the student information system (SIS).';

CREATE TYPE sync_entity_type AS ENUM (
    'STUDENT', 'HEALTH_RECORD', 'MEDICATION', 'INCIDENT', 'VACCINATION', 'APPOINTMENT',
    'SCREENING', 'ALLERGY', 'CHRONIC_CONDITION'
);
COMMENT ON TYPE sync_entity_type IS 'Kind of record that an offline device synchronizes.';

CREATE TYPE sync_action_type AS ENUM ('CREATE', 'UPDATE', 'DELETE', 'READ');
COMMENT ON TYPE sync_action_type IS 'Operation that an offline device performed on a record.';

CREATE TYPE sync_priority AS ENUM ('HIGH', 'NORMAL', 'LOW');
COMMENT ON TYPE sync_priority IS 'Priority of a queued synchronization, highest first.';

CREATE TYPE sync_conflict_resolution AS ENUM (
    'CLIENT_WINS', 'SERVER_WINS', 'NEWEST_WINS', 'MERGE', 'MANUAL'
);
COMMENT ON TYPE sync_conflict_resolution IS 'Rule by which a synchronization conflict is resolved.';

CREATE TYPE sync_conflict_status AS ENUM ('PENDING', 'RESOLVED', 'DEFERRED');
COMMENT ON TYPE sync_conflict_status IS 'State of a synchronization conflict.';

CREATE TYPE training_category AS ENUM (
    'HIPAA_COMPLIANCE', 'MEDICATION_MANAGEMENT', 'EMERGENCY_PROCEDURES', 'SYSTEM_TRAINING',
    'SAFETY_PROTOCOLS', 'DATA_SECURITY'
);
COMMENT ON TYPE training_category IS 'Subject of a training module.';
