-- Enum types and domains.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.

-- ----------------------------------------------------------------------------
-- Schema phi
-- ----------------------------------------------------------------------------

CREATE TYPE phi.access_group AS ENUM (
    'DIRECTORY',
    'IDENTITY',
    'HEALTH',
    'MENTAL_HEALTH',
    'SCHEDULE',
    'INCIDENT',
    'EDUCATION',
    'DISCLOSURE',
    'NOTICE',
    'MESSAGE',
    'STAFF',
    'OPERATIONS',
    'PLATFORM',
    'REFERENCE'
);
COMMENT ON TYPE phi.access_group IS 'Group of tables that the same people use for the same purpose. phi.access grants rights by group.';

CREATE TYPE phi.audit_rule AS ENUM (
    'CLEAR',
    'FINGERPRINT',
    'NAME'
);
COMMENT ON TYPE phi.audit_rule IS 'Form in which the audit log keeps a changed value. CLEAR: the value. FINGERPRINT: a salted hash, which shows whether two values of a record are equal. NAME: only the fact that the column changed.';

CREATE TYPE phi.blind_index_rule AS ENUM (
    'NONE',
    'EXACT',
    'DIGITS',
    'LOWER'
);
COMMENT ON TYPE phi.blind_index_rule IS 'Part of a value that enters its blind index. EXACT: all of it. DIGITS: its digits. LOWER: the text in lower case without surrounding blanks. NONE: the value has no blind index.';

CREATE TYPE phi.breach_conclusion AS ENUM (
    'BREACH',
    'LOW_PROBABILITY',
    'EXCEPTION'
);
COMMENT ON TYPE phi.breach_conclusion IS 'Result of an assessment. BREACH: notices are required. LOW_PROBABILITY: the four factors show a low probability of compromise. EXCEPTION: an exception of 45 CFR 164.402(1) applies, such as a colleague who opened the wrong record in good faith.';

CREATE TYPE phi.breach_notice_kind AS ENUM (
    'HHS',
    'MEDIA'
);
COMMENT ON TYPE phi.breach_notice_kind IS 'Recipient of a notice beside the individuals. HHS: the Secretary of Health and Human Services (45 CFR 164.408). MEDIA: the media of one state (45 CFR 164.406).';

CREATE TYPE phi.breach_notice_method AS ENUM (
    'MAIL',
    'EMAIL',
    'SUBSTITUTE'
);
COMMENT ON TYPE phi.breach_notice_method IS 'Form of a notice to an individual (45 CFR 164.404(d)). MAIL: first-class mail. EMAIL: email, if the individual agreed to it. SUBSTITUTE: substitute notice, if the address is not known. A phone call does not replace any of these.';

CREATE TYPE phi.breach_risk AS ENUM (
    'LOW',
    'MEDIUM',
    'HIGH'
);
COMMENT ON TYPE phi.breach_risk IS 'Risk that the PHI was compromised, judged by one of the four factors of 45 CFR 164.402(2).';

CREATE TYPE phi.breach_source AS ENUM (
    'REPORTED',
    'AUDIT_LOG'
);
COMMENT ON TYPE phi.breach_source IS 'Source of an entry on the list of individuals. REPORTED: the violation names the student. AUDIT_LOG: a search of the audit log found the student.';

CREATE TYPE phi.encryption_fault AS ENUM (
    'MALFORMED',
    'UNKNOWN_KEY',
    'RETIRED_KEY',
    'NOT_AUTHENTIC',
    'DIFFERENT',
    'BLIND_INDEX'
);
COMMENT ON TYPE phi.encryption_fault IS 'Reason why a job refused a value. MALFORMED: not in the ciphertext format. UNKNOWN_KEY, RETIRED_KEY: its key cannot be used. NOT_AUTHENTIC: altered, or moved from another row or column. DIFFERENT: not equal to the plaintext in the same row. BLIND_INDEX: does not match the value.';

CREATE TYPE phi.encryption_operation AS ENUM (
    'ENCRYPT',
    'VERIFY',
    'DECRYPT',
    'ROTATE'
);
COMMENT ON TYPE phi.encryption_operation IS 'Operation of a job on the rows of a table. ROTATE: encrypts again under the active key.';

CREATE TYPE phi.encryption_rule AS ENUM (
    'NONE',
    'APPLICATION',
    'WCDB'
);
COMMENT ON TYPE phi.encryption_rule IS 'Encryption of a column. NONE: not encrypted. APPLICATION: the application encrypts before it writes. WCDB: wcdb phi encrypts.';

CREATE TYPE phi.encryption_state AS ENUM (
    'RUNNING',
    'PAUSED',
    'CANCELLED',
    'DONE'
);
COMMENT ON TYPE phi.encryption_state IS 'State of a job. Workers read it after every batch. A RUNNING job without a worker can be resumed.';

CREATE TYPE phi.grant_kind AS ENUM (
    'DATABASE',
    'SCHEMA',
    'TABLE',
    'SEQUENCE'
);
COMMENT ON TYPE phi.grant_kind IS 'Kinds of object in phi.grants, as GRANT calls them: a view is a TABLE.';

CREATE TYPE phi.key_purpose AS ENUM (
    'ENCRYPT',
    'INDEX'
);
COMMENT ON TYPE phi.key_purpose IS 'Use of a data key. ENCRYPT: encrypts values. INDEX: computes blind indexes for searching.';

CREATE TYPE phi.key_state AS ENUM (
    'ACTIVE',
    'DECRYPT_ONLY',
    'RETIRED'
);
COMMENT ON TYPE phi.key_state IS 'State of a data key. ACTIVE: for new values; one key of each purpose. DECRYPT_ONLY: for existing values, until none uses it. RETIRED: refused for every use.';

CREATE TYPE phi.legal_regime AS ENUM (
    'FERPA',
    'HIPAA',
    'EITHER',
    'NONE'
);
COMMENT ON TYPE phi.legal_regime IS 'Law that applies to a record. Health records kept by a school are usually education records (FERPA). EITHER: it depends on who employs the nurse and bills for the care.';

CREATE TYPE phi.mask_rule AS ENUM (
    'SHOW',
    'YEAR',
    'INITIAL',
    'LAST_FOUR',
    'DOMAIN',
    'ZIP3',
    'HIDE'
);
COMMENT ON TYPE phi.mask_rule IS 'Part of a value that a masked view shows. SHOW: all of it. YEAR: January 1 of its year. INITIAL: the first letter. LAST_FOUR: the last four characters. DOMAIN: the text after the @. ZIP3: the first three digits. HIDE: NULL.';

CREATE TYPE phi.protection AS (
	kind phi.protection_kind,
	relation text,
	name text,
	definition text,
	comment text
);
COMMENT ON TYPE phi.protection IS 'One object that protects a table. relation: table or view it stands on, empty for a function. name: its own name, for a grant the grantee. definition: SQL that creates it, as PostgreSQL prints it. comment: its COMMENT.';

CREATE TYPE phi.protection_difference AS (
	kind phi.protection_kind,
	relation text,
	name text,
	source_definition text,
	source_comment text,
	found_definition text,
	found_comment text
);
COMMENT ON TYPE phi.protection_difference IS 'One object that is missing (nothing found), changed, or left over (no source).';

CREATE TYPE phi.protection_kind AS ENUM (
    'FUNCTION',
    'TRIGGER',
    'POLICY',
    'ROW SECURITY',
    'VIEW',
    'GRANT'
);
COMMENT ON TYPE phi.protection_kind IS 'Kinds of object that protect a table.';

CREATE TYPE phi.tenant_rule AS ENUM (
    'SCHOOL',
    'SCHOOL_OR_ALL',
    'SPECIAL',
    'NONE'
);
COMMENT ON TYPE phi.tenant_rule IS 'Rule that finds the tenant of a row. SCHOOL: school_id. SCHOOL_OR_ALL: school_id, where NULL means every school. SPECIAL: policies written by hand for the table. NONE: no tenant.';

CREATE TYPE phi.verified_user AS (
	id uuid,
	role public.user_role,
	school_id uuid,
	district_id uuid
);
COMMENT ON TYPE phi.verified_user IS 'The facts about a user that the policies need.';

-- ----------------------------------------------------------------------------
-- Schema public
-- ----------------------------------------------------------------------------

CREATE TYPE public.action_priority AS ENUM (
    'LOW',
    'MEDIUM',
    'HIGH',
    'URGENT'
);
COMMENT ON TYPE public.action_priority IS 'Priority from LOW to URGENT; used by messages, follow-up actions and remediation actions.';

CREATE TYPE public.alert_category AS ENUM (
    'HEALTH',
    'SAFETY',
    'COMPLIANCE',
    'SYSTEM',
    'MEDICATION',
    'APPOINTMENT'
);
COMMENT ON TYPE public.alert_category IS 'Subject of an alert.';

CREATE TYPE public.alert_channel AS ENUM (
    'WEBSOCKET',
    'EMAIL',
    'SMS',
    'PUSH_NOTIFICATION'
);
COMMENT ON TYPE public.alert_channel IS 'Channel on which a user wants to receive alerts.';

CREATE TYPE public.alert_delivery_channel AS ENUM (
    'email',
    'sms',
    'push',
    'voice'
);
COMMENT ON TYPE public.alert_delivery_channel IS 'Channel on which an alert was sent; lower case as in the application.';

CREATE TYPE public.alert_severity AS ENUM (
    'INFO',
    'LOW',
    'MEDIUM',
    'HIGH',
    'CRITICAL',
    'EMERGENCY'
);
COMMENT ON TYPE public.alert_severity IS 'Severity of an alert, lowest first.';

CREATE TYPE public.alert_status AS ENUM (
    'ACTIVE',
    'ACKNOWLEDGED',
    'RESOLVED',
    'EXPIRED',
    'DISMISSED'
);
COMMENT ON TYPE public.alert_status IS 'Life cycle of an alert.';

CREATE TYPE public.allergy_severity AS ENUM (
    'MILD',
    'MODERATE',
    'SEVERE',
    'LIFE_THREATENING'
);
COMMENT ON TYPE public.allergy_severity IS 'Severity of an allergic reaction, mildest first.';

CREATE TYPE public.allergy_type AS ENUM (
    'FOOD',
    'MEDICATION',
    'ENVIRONMENTAL',
    'INSECT',
    'LATEX',
    'ANIMAL',
    'CHEMICAL',
    'SEASONAL',
    'OTHER'
);
COMMENT ON TYPE public.allergy_type IS 'Kind of substance that triggers an allergy.';

CREATE TYPE public.analytics_report_format AS ENUM (
    'PDF',
    'CSV',
    'EXCEL',
    'JSON',
    'HTML'
);
COMMENT ON TYPE public.analytics_report_format IS 'File format of an analytics report.';

CREATE TYPE public.analytics_report_status AS ENUM (
    'PENDING',
    'GENERATING',
    'COMPLETED',
    'FAILED',
    'CANCELLED'
);
COMMENT ON TYPE public.analytics_report_status IS 'Progress of the generation of an analytics report.';

CREATE TYPE public.analytics_report_type AS ENUM (
    'COMPLIANCE',
    'HEALTH_TRENDS',
    'INCIDENT_ANALYSIS',
    'MEDICATION_USAGE',
    'APPOINTMENT_UTILIZATION',
    'STUDENT_HEALTH_OVERVIEW',
    'NURSE_WORKLOAD',
    'EQUIPMENT_MAINTENANCE',
    'BUDGET_ANALYSIS',
    'CUSTOM'
);
COMMENT ON TYPE public.analytics_report_type IS 'Subject of an analytics report.';

CREATE TYPE public.appointment_status AS ENUM (
    'SCHEDULED',
    'IN_PROGRESS',
    'COMPLETED',
    'CANCELLED',
    'NO_SHOW'
);
COMMENT ON TYPE public.appointment_status IS 'Progress of an appointment.';

CREATE TYPE public.appointment_type AS ENUM (
    'ROUTINE_CHECKUP',
    'MEDICATION_ADMINISTRATION',
    'INJURY_ASSESSMENT',
    'ILLNESS_EVALUATION',
    'FOLLOW_UP',
    'SCREENING',
    'EMERGENCY'
);
COMMENT ON TYPE public.appointment_type IS 'Reason for an appointment.';

CREATE TYPE public.audit_action AS ENUM (
    'CREATE',
    'READ',
    'UPDATE',
    'DELETE',
    'VIEW',
    'EXPORT',
    'PRINT',
    'LOGIN',
    'LOGOUT',
    'IMPORT',
    'BULK_DELETE',
    'BULK_UPDATE',
    'TRANSACTION_COMMIT',
    'TRANSACTION_ROLLBACK',
    'CACHE_READ',
    'CACHE_WRITE',
    'CACHE_DELETE'
);
COMMENT ON TYPE public.audit_action IS 'Action that an audit entry records.';

CREATE TYPE public.audit_compliance_type AS ENUM (
    'HIPAA',
    'FERPA',
    'GDPR',
    'GENERAL'
);
COMMENT ON TYPE public.audit_compliance_type IS 'Regulation that requires an audit entry; GENERAL where none does.';

CREATE TYPE public.backup_status AS ENUM (
    'IN_PROGRESS',
    'COMPLETED',
    'FAILED'
);
COMMENT ON TYPE public.backup_status IS 'Progress or result of a backup.';

CREATE TYPE public.backup_type AS ENUM (
    'AUTOMATIC',
    'MANUAL',
    'SCHEDULED'
);
COMMENT ON TYPE public.backup_type IS 'Cause of a backup: automatic, manual or scheduled.';

CREATE TYPE public.broadcast_status AS ENUM (
    'DRAFT',
    'SENDING',
    'SENT',
    'FAILED',
    'CANCELLED'
);
COMMENT ON TYPE public.broadcast_status IS 'Progress of an emergency broadcast.';

CREATE TYPE public.broadcast_type AS ENUM (
    'ACTIVE_THREAT',
    'MEDICAL_EMERGENCY',
    'FIRE',
    'NATURAL_DISASTER',
    'LOCKDOWN',
    'EVACUATION',
    'SHELTER_IN_PLACE',
    'WEATHER_ALERT',
    'TRANSPORTATION',
    'FACILITY_ISSUE',
    'SCHOOL_CLOSURE',
    'EARLY_DISMISSAL',
    'GENERAL_ANNOUNCEMENT'
);
COMMENT ON TYPE public.broadcast_type IS 'Occasion of an emergency broadcast.';

CREATE TYPE public.cache_compliance_level AS ENUM (
    'PUBLIC',
    'INTERNAL',
    'CONFIDENTIAL',
    'PHI',
    'SENSITIVE_PHI'
);
COMMENT ON TYPE public.cache_compliance_level IS 'Sensitivity of a cached value, least sensitive first.';

CREATE TYPE public.checklist_item_status AS ENUM (
    'PENDING',
    'IN_PROGRESS',
    'COMPLETED',
    'NOT_APPLICABLE',
    'FAILED'
);
COMMENT ON TYPE public.checklist_item_status IS 'Progress or result of a checklist item.';

CREATE TYPE public.clinical_note_type AS ENUM (
    'general',
    'soap',
    'progress',
    'discharge',
    'follow_up',
    'telephone',
    'nursing',
    'medication',
    'incident'
);
COMMENT ON TYPE public.clinical_note_type IS 'Form of a clinical note (SOAP: subjective, objective, assessment, plan). Lower case as in the application.';

CREATE TYPE public.compliance_category AS ENUM (
    'HIPAA_PRIVACY',
    'HIPAA_SECURITY',
    'FERPA',
    'MEDICATION',
    'SAFETY',
    'TRAINING',
    'DOCUMENTATION'
);
COMMENT ON TYPE public.compliance_category IS 'Field of law or practice that a checklist item belongs to.';

CREATE TYPE public.compliance_report_status AS ENUM (
    'PENDING',
    'IN_PROGRESS',
    'COMPLIANT',
    'NON_COMPLIANT',
    'NEEDS_REVIEW'
);
COMMENT ON TYPE public.compliance_report_status IS 'Progress or result of a compliance report.';

CREATE TYPE public.compliance_report_type AS ENUM (
    'HIPAA',
    'FERPA',
    'PRIVACY',
    'SECURITY',
    'BREACH',
    'RISK_ASSESSMENT',
    'TRAINING',
    'AUDIT'
);
COMMENT ON TYPE public.compliance_report_type IS 'Subject of a compliance report.';

CREATE TYPE public.compliance_status AS ENUM (
    'COMPLIANT',
    'OVERDUE',
    'PARTIALLY_COMPLIANT',
    'EXEMPT',
    'NON_COMPLIANT'
);
COMMENT ON TYPE public.compliance_status IS 'Whether a student meets the state immunization requirement.';

CREATE TYPE public.condition_severity AS ENUM (
    'mild',
    'moderate',
    'severe',
    'critical'
);
COMMENT ON TYPE public.condition_severity IS 'Severity of a condition in the medical history, mildest first; lower case as in the application.';

CREATE TYPE public.condition_status AS ENUM (
    'ACTIVE',
    'MANAGED',
    'RESOLVED',
    'MONITORING',
    'INACTIVE'
);
COMMENT ON TYPE public.condition_status IS 'Clinical status of a chronic condition.';

CREATE TYPE public.confidentiality_level AS ENUM (
    'STANDARD',
    'ENHANCED',
    'MAXIMUM'
);
COMMENT ON TYPE public.confidentiality_level IS 'Confidentiality of a mental-health record, even toward colleagues, least strict first.';

CREATE TYPE public.config_category AS ENUM (
    'GENERAL',
    'SECURITY',
    'NOTIFICATION',
    'INTEGRATION',
    'BACKUP',
    'PERFORMANCE',
    'HEALTHCARE',
    'MEDICATION',
    'APPOINTMENTS',
    'UI',
    'QUERY',
    'FILE_UPLOAD',
    'RATE_LIMITING',
    'SESSION',
    'EMAIL',
    'SMS'
);
COMMENT ON TYPE public.config_category IS 'Area that a configuration setting belongs to.';

CREATE TYPE public.config_scope AS ENUM (
    'SYSTEM',
    'DISTRICT',
    'SCHOOL',
    'USER'
);
COMMENT ON TYPE public.config_scope IS 'Level at which a configuration setting applies; decides which table the scope id points to.';

CREATE TYPE public.config_value_type AS ENUM (
    'STRING',
    'NUMBER',
    'BOOLEAN',
    'JSON',
    'ARRAY',
    'DATE',
    'TIME',
    'DATETIME',
    'EMAIL',
    'URL',
    'COLOR',
    'ENUM'
);
COMMENT ON TYPE public.config_value_type IS 'Type as which the application parses the text of a configuration value.';

CREATE TYPE public.consciousness_level AS ENUM (
    'ALERT',
    'VERBAL',
    'PAIN',
    'UNRESPONSIVE',
    'DROWSY',
    'CONFUSED',
    'LETHARGIC'
);
COMMENT ON TYPE public.consciousness_level IS 'Level of consciousness: the AVPU scale (alert, verbal, pain, unresponsive) and finer grades.';

CREATE TYPE public.consent_type AS ENUM (
    'MEDICATION_ADMINISTRATION',
    'PHOTO_RELEASE',
    'FIELD_TRIP',
    'EMERGENCY_TREATMENT',
    'DATA_SHARING',
    'RESEARCH'
);
COMMENT ON TYPE public.consent_type IS 'Activity that a consent form allows.';

CREATE TYPE public.contact_method AS ENUM (
    'SMS',
    'EMAIL',
    'VOICE',
    'ANY'
);
COMMENT ON TYPE public.contact_method IS 'Contact method that an emergency contact prefers.';

CREATE TYPE public.contact_priority AS ENUM (
    'PRIMARY',
    'SECONDARY',
    'EMERGENCY_ONLY'
);
COMMENT ON TYPE public.contact_priority IS 'Order in which the contacts of a student are called.';

CREATE TYPE public.contact_type AS ENUM (
    'guardian',
    'staff',
    'vendor',
    'provider',
    'other'
);
COMMENT ON TYPE public.contact_type IS 'Kind of person in the address book.';

CREATE TYPE public.conversation_type AS ENUM (
    'DIRECT',
    'GROUP',
    'CHANNEL'
);
COMMENT ON TYPE public.conversation_type IS 'Form of a conversation: two people, a group or a channel.';

CREATE TYPE public.dea_schedule AS ENUM (
    'I',
    'II',
    'III',
    'IV',
    'V'
);
COMMENT ON TYPE public.dea_schedule IS 'DEA schedule of a controlled substance (Controlled Substances Act); I is the strictest.';

CREATE TYPE public.device_platform AS ENUM (
    'FCM',
    'APNS',
    'WEB_PUSH',
    'SMS',
    'EMAIL'
);
COMMENT ON TYPE public.device_platform IS 'Push service a device is registered with.';

CREATE TYPE public.disclosure_method AS ENUM (
    'VERBAL',
    'WRITTEN',
    'ELECTRONIC',
    'FAX',
    'PHONE'
);
COMMENT ON TYPE public.disclosure_method IS 'Means by which information was disclosed.';

CREATE TYPE public.disclosure_purpose AS ENUM (
    'TREATMENT',
    'PAYMENT',
    'OPERATIONS',
    'LEGAL_REQUIREMENT',
    'PUBLIC_HEALTH',
    'RESEARCH',
    'PATIENT_REQUEST'
);
COMMENT ON TYPE public.disclosure_purpose IS 'Purpose for which the recipient needs the disclosed information.';

CREATE TYPE public.disclosure_recipient_type AS ENUM (
    'HEALTHCARE_PROVIDER',
    'INSURANCE',
    'PARENT_GUARDIAN',
    'SCHOOL_OFFICIAL',
    'GOVERNMENT_AGENCY',
    'RESEARCHER',
    'OTHER'
);
COMMENT ON TYPE public.disclosure_recipient_type IS 'Kind of recipient of disclosed information.';

CREATE TYPE public.disclosure_type AS ENUM (
    'TREATMENT',
    'PAYMENT',
    'HEALTHCARE_OPERATIONS',
    'AUTHORIZATION',
    'REQUIRED_BY_LAW',
    'PUBLIC_HEALTH',
    'RESEARCH'
);
COMMENT ON TYPE public.disclosure_type IS 'Legal ground on which health information left the school (45 CFR 164.506, .508, .512).';

CREATE TYPE public.family_relation AS ENUM (
    'mother',
    'father',
    'sibling',
    'grandparent',
    'aunt',
    'uncle',
    'cousin',
    'other'
);
COMMENT ON TYPE public.family_relation IS 'Relative whom an entry of the family history is about.';

CREATE TYPE public.follow_up_action_status AS ENUM (
    'PENDING',
    'IN_PROGRESS',
    'COMPLETED',
    'CANCELLED'
);
COMMENT ON TYPE public.follow_up_action_status IS 'Progress of a follow-up action after an incident.';

CREATE TYPE public.follow_up_appointment_status AS ENUM (
    'scheduled',
    'reminded',
    'confirmed',
    'completed',
    'missed',
    'cancelled',
    'rescheduled'
);
COMMENT ON TYPE public.follow_up_appointment_status IS 'Progress of a follow-up appointment, including its reminders.';

CREATE TYPE public.follow_up_status AS ENUM (
    'PENDING',
    'SCHEDULED',
    'COMPLETED',
    'CANCELLED',
    'OVERDUE',
    'NOT_NEEDED'
);
COMMENT ON TYPE public.follow_up_status IS 'Progress of the follow-up to a screening.';

CREATE TYPE public.gender AS ENUM (
    'MALE',
    'FEMALE',
    'OTHER',
    'PREFER_NOT_TO_SAY'
);
COMMENT ON TYPE public.gender IS 'Gender as the student or the guardian states it.';

CREATE TYPE public.health_record_type AS ENUM (
    'CHECKUP',
    'VACCINATION',
    'ILLNESS',
    'INJURY',
    'SCREENING',
    'PHYSICAL_EXAM',
    'MENTAL_HEALTH',
    'DENTAL',
    'VISION',
    'HEARING',
    'EXAMINATION',
    'ALLERGY_DOCUMENTATION',
    'CHRONIC_CONDITION_REVIEW',
    'GROWTH_ASSESSMENT',
    'VITAL_SIGNS_CHECK',
    'EMERGENCY_VISIT',
    'FOLLOW_UP',
    'CONSULTATION',
    'DIAGNOSTIC_TEST',
    'PROCEDURE',
    'HOSPITALIZATION',
    'SURGERY',
    'COUNSELING',
    'THERAPY',
    'NUTRITION',
    'MEDICATION_REVIEW',
    'IMMUNIZATION',
    'LAB_RESULT',
    'RADIOLOGY',
    'OTHER'
);
COMMENT ON TYPE public.health_record_type IS 'Kind of entry in a student''s health record.';

CREATE TYPE public.height_unit AS ENUM (
    'inches',
    'cm'
);
COMMENT ON TYPE public.height_unit IS 'Unit of a body height: inches or centimeters.';

CREATE TYPE public.incident_type AS ENUM (
    'INJURY',
    'ILLNESS',
    'BEHAVIORAL',
    'MEDICATION_ERROR',
    'ALLERGIC_REACTION',
    'EMERGENCY',
    'OTHER'
);
COMMENT ON TYPE public.incident_type IS 'Kind of incident at school.';

CREATE TYPE public.insurance_claim_status AS ENUM (
    'NOT_FILED',
    'FILED',
    'PENDING',
    'APPROVED',
    'DENIED',
    'CLOSED'
);
COMMENT ON TYPE public.insurance_claim_status IS 'Progress of the insurance claim for an incident.';

CREATE TYPE public.integration_status AS ENUM (
    'INACTIVE',
    'ACTIVE',
    'TESTING',
    'SYNCING',
    'ERROR'
);
COMMENT ON TYPE public.integration_status IS 'State of the connection to an external system.';

CREATE TYPE public.integration_type AS ENUM (
    'SIS',
    'EHR',
    'PHARMACY',
    'LABORATORY',
    'INSURANCE',
    'PARENT_PORTAL',
    'HEALTH_APP',
    'GOVERNMENT_REPORTING'
);
COMMENT ON TYPE public.integration_type IS 'Kind of external system.';

CREATE TYPE public.interaction_severity AS ENUM (
    'MINOR',
    'MODERATE',
    'MAJOR',
    'SEVERE',
    'CONTRAINDICATED'
);
COMMENT ON TYPE public.interaction_severity IS 'Severity of an interaction between two drugs, mildest first.';

CREATE TYPE public.inventory_transaction_type AS ENUM (
    'PURCHASE',
    'USAGE',
    'ADJUSTMENT',
    'TRANSFER',
    'RETURN',
    'DISPOSAL'
);
COMMENT ON TYPE public.inventory_transaction_type IS 'Reason why stock changed.';

CREATE TYPE public.lab_result_status AS ENUM (
    'pending',
    'completed',
    'reviewed',
    'cancelled'
);
COMMENT ON TYPE public.lab_result_status IS 'Progress of a laboratory result, from the order to the review.';

CREATE TYPE public.lab_test_type AS ENUM (
    'blood_test',
    'urinalysis',
    'culture',
    'chemistry',
    'hematology',
    'microbiology',
    'other'
);
COMMENT ON TYPE public.lab_test_type IS 'Kind of laboratory test, by specimen or discipline.';

CREATE TYPE public.legal_compliance_status AS ENUM (
    'PENDING',
    'COMPLIANT',
    'NON_COMPLIANT',
    'UNDER_REVIEW'
);
COMMENT ON TYPE public.legal_compliance_status IS 'State of the legal duties that follow an incident.';

CREATE TYPE public.license_status AS ENUM (
    'ACTIVE',
    'EXPIRED',
    'SUSPENDED',
    'CANCELLED'
);
COMMENT ON TYPE public.license_status IS 'State of a license; only an ACTIVE one is valid.';

CREATE TYPE public.license_type AS ENUM (
    'TRIAL',
    'BASIC',
    'PROFESSIONAL',
    'ENTERPRISE'
);
COMMENT ON TYPE public.license_type IS 'Edition of the product that a license covers.';

CREATE TYPE public.maintenance_type AS ENUM (
    'CALIBRATION',
    'REPAIR',
    'INSPECTION',
    'CLEANING',
    'REPLACEMENT',
    'UPGRADE'
);
COMMENT ON TYPE public.maintenance_type IS 'Kind of work done on equipment.';

CREATE TYPE public.medical_history_category AS ENUM (
    'chronic',
    'acute',
    'genetic',
    'infectious',
    'autoimmune',
    'other'
);
COMMENT ON TYPE public.medical_history_category IS 'Clinical class of a condition in the medical history.';

CREATE TYPE public.medical_history_type AS ENUM (
    'condition',
    'allergy',
    'surgery',
    'hospitalization',
    'family_history',
    'other'
);
COMMENT ON TYPE public.medical_history_type IS 'Kind of entry in the medical history.';

CREATE TYPE public.medication_log_status AS ENUM (
    'PENDING',
    'ADMINISTERED',
    'MISSED',
    'CANCELLED',
    'REFUSED'
);
COMMENT ON TYPE public.medication_log_status IS 'Outcome of one planned dose.';

CREATE TYPE public.mental_health_record_type AS ENUM (
    'ASSESSMENT',
    'COUNSELING_SESSION',
    'CRISIS_INTERVENTION',
    'THERAPY_SESSION',
    'PSYCHIATRIC_EVALUATION',
    'SCREENING',
    'FOLLOW_UP',
    'REFERRAL',
    'PROGRESS_NOTE'
);
COMMENT ON TYPE public.mental_health_record_type IS 'Occasion of a mental-health record: session, assessment, crisis and the like.';

CREATE TYPE public.message_category AS ENUM (
    'EMERGENCY',
    'HEALTH_UPDATE',
    'APPOINTMENT_REMINDER',
    'MEDICATION_REMINDER',
    'GENERAL',
    'INCIDENT_NOTIFICATION',
    'COMPLIANCE'
);
COMMENT ON TYPE public.message_category IS 'Subject of a message.';

CREATE TYPE public.message_delivery_channel AS ENUM (
    'EMAIL',
    'SMS',
    'PUSH',
    'IN_APP'
);
COMMENT ON TYPE public.message_delivery_channel IS 'Channel on which a message was delivered.';

CREATE TYPE public.message_delivery_status AS ENUM (
    'PENDING',
    'SENT',
    'DELIVERED',
    'FAILED',
    'BOUNCED'
);
COMMENT ON TYPE public.message_delivery_status IS 'Outcome of one delivery. BOUNCED means that the address rejected it.';

CREATE TYPE public.message_template_category AS ENUM (
    'APPOINTMENT',
    'MEDICATION',
    'EMERGENCY',
    'NOTIFICATION',
    'REMINDER'
);
COMMENT ON TYPE public.message_template_category IS 'Purpose of a message template.';

CREATE TYPE public.message_template_type AS ENUM (
    'EMAIL',
    'SMS',
    'PUSH_NOTIFICATION',
    'VOICE'
);
COMMENT ON TYPE public.message_template_type IS 'Channel a message template is written for.';

CREATE TYPE public.metric_trend AS ENUM (
    'INCREASING',
    'DECREASING',
    'STABLE',
    'FLUCTUATING'
);
COMMENT ON TYPE public.metric_trend IS 'Direction in which a health metric is moving.';

CREATE TYPE public.metric_type AS ENUM (
    'CPU_USAGE',
    'MEMORY_USAGE',
    'DISK_USAGE',
    'API_RESPONSE_TIME',
    'DATABASE_QUERY_TIME',
    'ACTIVE_USERS',
    'ERROR_RATE',
    'REQUEST_COUNT'
);
COMMENT ON TYPE public.metric_type IS 'Quantity that a performance metric measures.';

CREATE TYPE public.notification_category AS ENUM (
    'MEDICATION',
    'APPOINTMENT',
    'INCIDENT',
    'SCREENING',
    'IMMUNIZATION',
    'MESSAGE',
    'EMERGENCY',
    'REMINDER',
    'ALERT',
    'SYSTEM'
);
COMMENT ON TYPE public.notification_category IS 'Subject of a push notification.';

CREATE TYPE public.notification_preference AS ENUM (
    'ALL',
    'MENTIONS',
    'NONE'
);
COMMENT ON TYPE public.notification_preference IS 'Messages of a conversation that notify the participant: all, only mentions, or none.';

CREATE TYPE public.notification_priority AS ENUM (
    'CRITICAL',
    'HIGH',
    'NORMAL',
    'LOW'
);
COMMENT ON TYPE public.notification_priority IS 'Priority of a push notification, highest first.';

CREATE TYPE public.notification_status AS ENUM (
    'PENDING',
    'SCHEDULED',
    'SENDING',
    'DELIVERED',
    'FAILED',
    'EXPIRED'
);
COMMENT ON TYPE public.notification_status IS 'Life cycle of a push notification.';

CREATE TYPE public.participant_role AS ENUM (
    'OWNER',
    'ADMIN',
    'MEMBER',
    'VIEWER'
);
COMMENT ON TYPE public.participant_role IS 'Role of a participant in a conversation; decides what the participant may do there.';

CREATE TYPE public.policy_category AS ENUM (
    'HIPAA_PRIVACY',
    'HIPAA_SECURITY',
    'FERPA',
    'DATA_RETENTION',
    'INCIDENT_RESPONSE',
    'ACCESS_CONTROL',
    'TRAINING'
);
COMMENT ON TYPE public.policy_category IS 'Subject of a policy document.';

CREATE TYPE public.policy_status AS ENUM (
    'DRAFT',
    'ACTIVE',
    'ARCHIVED',
    'SUPERSEDED'
);
COMMENT ON TYPE public.policy_status IS 'Life cycle of a policy document.';

CREATE TYPE public.prescription_status AS ENUM (
    'pending',
    'sent',
    'filled',
    'partially_filled',
    'picked_up',
    'cancelled',
    'expired'
);
COMMENT ON TYPE public.prescription_status IS 'Progress of a prescription, from the prescriber to the student.';

CREATE TYPE public.protocol_status AS ENUM (
    'draft',
    'active',
    'inactive',
    'under_review',
    'deprecated'
);
COMMENT ON TYPE public.protocol_status IS 'Life cycle of a clinical protocol.';

CREATE TYPE public.purchase_order_status AS ENUM (
    'PENDING',
    'APPROVED',
    'ORDERED',
    'PARTIALLY_RECEIVED',
    'RECEIVED',
    'CANCELLED'
);
COMMENT ON TYPE public.purchase_order_status IS 'Life cycle of a purchase order.';

CREATE TYPE public.recipient_type AS ENUM (
    'NURSE',
    'PARENT',
    'GUARDIAN',
    'EMERGENCY_CONTACT',
    'STUDENT',
    'STAFF',
    'ADMINISTRATOR'
);
COMMENT ON TYPE public.recipient_type IS 'Kind of recipient of a delivery; decides which table the recipient id points to.';

CREATE TYPE public.remediation_status AS ENUM (
    'PLANNED',
    'IN_PROGRESS',
    'COMPLETED',
    'VERIFIED',
    'DEFERRED'
);
COMMENT ON TYPE public.remediation_status IS 'Progress of a remediation action. VERIFIED means that somebody checked the result.';

CREATE TYPE public.reminder_channel AS ENUM (
    'EMAIL',
    'SMS',
    'PUSH_NOTIFICATION'
);
COMMENT ON TYPE public.reminder_channel IS 'Channel of an appointment reminder.';

CREATE TYPE public.reminder_status AS ENUM (
    'SCHEDULED',
    'SENT',
    'FAILED',
    'CANCELLED'
);
COMMENT ON TYPE public.reminder_status IS 'State of an appointment reminder.';

CREATE TYPE public.report_execution_status AS ENUM (
    'pending',
    'generating',
    'completed',
    'failed'
);
COMMENT ON TYPE public.report_execution_status IS 'Progress of one run of a report.';

CREATE TYPE public.report_frequency AS ENUM (
    'daily',
    'weekly',
    'monthly',
    'quarterly',
    'custom'
);
COMMENT ON TYPE public.report_frequency IS 'Interval at which a scheduled report runs; lower case as in the application.';

CREATE TYPE public.report_output_format AS ENUM (
    'PDF',
    'CSV',
    'XLSX',
    'JSON'
);
COMMENT ON TYPE public.report_output_format IS 'File format of a scheduled report.';

CREATE TYPE public.report_template_format AS ENUM (
    'pdf',
    'excel',
    'csv',
    'json'
);
COMMENT ON TYPE public.report_template_format IS 'Default file format of a report template.';

CREATE TYPE public.report_template_type AS ENUM (
    'health_trends',
    'medication_usage',
    'incident_statistics',
    'attendance_correlation',
    'compliance',
    'dashboard',
    'performance',
    'custom'
);
COMMENT ON TYPE public.report_template_type IS 'Subject of a report template; lower case as in the application.';

CREATE TYPE public.retention_category AS ENUM (
    'STUDENT_RECORDS',
    'HEALTH_RECORDS',
    'MEDICATION_LOGS',
    'AUDIT_LOGS',
    'CONSENT_FORMS',
    'INCIDENT_REPORTS',
    'TRAINING_RECORDS'
);
COMMENT ON TYPE public.retention_category IS 'Class of records that a retention policy governs.';

CREATE TYPE public.retention_policy_status AS ENUM (
    'ACTIVE',
    'INACTIVE',
    'UNDER_REVIEW'
);
COMMENT ON TYPE public.retention_policy_status IS 'State of a retention policy; only an ACTIVE one is in force.';

CREATE TYPE public.risk_level AS ENUM (
    'NONE',
    'LOW',
    'MODERATE',
    'HIGH',
    'CRITICAL'
);
COMMENT ON TYPE public.risk_level IS 'Risk that a counselor assessed, lowest first.';

CREATE TYPE public.route_of_administration AS ENUM (
    'INTRAMUSCULAR',
    'SUBCUTANEOUS',
    'INTRADERMAL',
    'ORAL',
    'INTRANASAL',
    'INTRAVENOUS',
    'OTHER'
);
COMMENT ON TYPE public.route_of_administration IS 'Route by which a vaccine was given.';

CREATE TYPE public.scheduled_report_type AS ENUM (
    'HEALTH_REPORT',
    'MEDICATION_REPORT',
    'INCIDENT_REPORT',
    'COMPLIANCE_REPORT',
    'ANALYTICS_REPORT'
);
COMMENT ON TYPE public.scheduled_report_type IS 'Subject of a scheduled report and its executions.';

CREATE TYPE public.screening_outcome AS ENUM (
    'PASS',
    'REFER',
    'FAIL',
    'INCONCLUSIVE',
    'INCOMPLETE'
);
COMMENT ON TYPE public.screening_outcome IS 'Result of a screening. REFER sends the student to a specialist.';

CREATE TYPE public.screening_type AS ENUM (
    'VISION',
    'HEARING',
    'SCOLIOSIS',
    'DENTAL',
    'BMI',
    'BLOOD_PRESSURE',
    'DEVELOPMENTAL',
    'SPEECH',
    'MENTAL_HEALTH',
    'TUBERCULOSIS',
    'LEAD',
    'ANEMIA',
    'OTHER'
);
COMMENT ON TYPE public.screening_type IS 'Subject of a school screening.';

CREATE TYPE public.severity_level AS ENUM (
    'LOW',
    'MEDIUM',
    'HIGH',
    'CRITICAL'
);
COMMENT ON TYPE public.severity_level IS 'Severity from LOW to CRITICAL; used by incidents, violations, broadcasts and log entries.';

CREATE TYPE public.sis_conflict_resolution AS ENUM (
    'KEEP_LOCAL',
    'KEEP_SIS'
);
COMMENT ON TYPE public.sis_conflict_resolution IS 'Side that won a conflict with the student information system (SIS).';

CREATE TYPE public.site_of_administration AS ENUM (
    'ARM_LEFT',
    'ARM_RIGHT',
    'THIGH_LEFT',
    'THIGH_RIGHT',
    'DELTOID_LEFT',
    'DELTOID_RIGHT',
    'BUTTOCK_LEFT',
    'BUTTOCK_RIGHT',
    'ORAL',
    'NASAL',
    'OTHER'
);
COMMENT ON TYPE public.site_of_administration IS 'Place on the body where a vaccine was given.';

CREATE TYPE public.sync_action_type AS ENUM (
    'CREATE',
    'UPDATE',
    'DELETE',
    'READ'
);
COMMENT ON TYPE public.sync_action_type IS 'Operation that an offline device performed on a record.';

CREATE TYPE public.sync_conflict_resolution AS ENUM (
    'CLIENT_WINS',
    'SERVER_WINS',
    'NEWEST_WINS',
    'MERGE',
    'MANUAL'
);
COMMENT ON TYPE public.sync_conflict_resolution IS 'Rule by which a synchronization conflict is resolved.';

CREATE TYPE public.sync_conflict_status AS ENUM (
    'PENDING',
    'RESOLVED',
    'DEFERRED'
);
COMMENT ON TYPE public.sync_conflict_status IS 'State of a synchronization conflict.';

CREATE TYPE public.sync_direction AS ENUM (
    'PULL',
    'PUSH',
    'BIDIRECTIONAL'
);
COMMENT ON TYPE public.sync_direction IS 'Direction in which a synchronization session moves data; PULL is toward White Cross.';

CREATE TYPE public.sync_entity_type AS ENUM (
    'STUDENT',
    'HEALTH_RECORD',
    'MEDICATION',
    'INCIDENT',
    'VACCINATION',
    'APPOINTMENT',
    'SCREENING',
    'ALLERGY',
    'CHRONIC_CONDITION'
);
COMMENT ON TYPE public.sync_entity_type IS 'Kind of record that an offline device synchronizes.';

CREATE TYPE public.sync_priority AS ENUM (
    'HIGH',
    'NORMAL',
    'LOW'
);
COMMENT ON TYPE public.sync_priority IS 'Priority of a queued synchronization, highest first.';

CREATE TYPE public.sync_session_status AS ENUM (
    'PENDING',
    'IN_PROGRESS',
    'COMPLETED',
    'PARTIAL',
    'FAILED'
);
COMMENT ON TYPE public.sync_session_status IS 'Progress or result of a synchronization session.';

CREATE TYPE public.temperature_unit AS ENUM (
    'F',
    'C'
);
COMMENT ON TYPE public.temperature_unit IS 'Unit of a body temperature: Fahrenheit or Celsius.';

CREATE TYPE public.training_category AS ENUM (
    'HIPAA_COMPLIANCE',
    'MEDICATION_MANAGEMENT',
    'EMERGENCY_PROCEDURES',
    'SYSTEM_TRAINING',
    'SAFETY_PROTOCOLS',
    'DATA_SECURITY'
);
COMMENT ON TYPE public.training_category IS 'Subject of a training module.';

CREATE TYPE public.treatment_plan_status AS ENUM (
    'draft',
    'active',
    'on_hold',
    'completed',
    'cancelled'
);
COMMENT ON TYPE public.treatment_plan_status IS 'Life cycle of a treatment plan, from draft to completion.';

CREATE TYPE public.user_role AS ENUM (
    'ADMIN',
    'NURSE',
    'SCHOOL_ADMIN',
    'DISTRICT_ADMIN',
    'VIEWER',
    'COUNSELOR'
);
COMMENT ON TYPE public.user_role IS 'Role of a user. Nurses treat, counselors also see mental-health records, administrators manage.';

CREATE TYPE public.vaccine_type AS ENUM (
    'COVID_19',
    'FLU',
    'MEASLES',
    'MUMPS',
    'RUBELLA',
    'MMR',
    'POLIO',
    'HEPATITIS_A',
    'HEPATITIS_B',
    'VARICELLA',
    'TETANUS',
    'DIPHTHERIA',
    'PERTUSSIS',
    'TDAP',
    'DTAP',
    'HIB',
    'PNEUMOCOCCAL',
    'ROTAVIRUS',
    'MENINGOCOCCAL',
    'HPV',
    'OTHER'
);
COMMENT ON TYPE public.vaccine_type IS 'Vaccine, named after the disease or the combination it protects against.';

CREATE TYPE public.verification_status AS ENUM (
    'UNVERIFIED',
    'PENDING',
    'VERIFIED',
    'FAILED'
);
COMMENT ON TYPE public.verification_status IS 'Result of the check that the number of an emergency contact works.';

CREATE TYPE public.violation_status AS ENUM (
    'REPORTED',
    'INVESTIGATING',
    'REMEDIATION_IN_PROGRESS',
    'RESOLVED',
    'CLOSED'
);
COMMENT ON TYPE public.violation_status IS 'Progress of the handling of a violation.';

CREATE TYPE public.violation_type AS ENUM (
    'HIPAA_BREACH',
    'FERPA_VIOLATION',
    'UNAUTHORIZED_ACCESS',
    'DATA_LEAK',
    'POLICY_VIOLATION',
    'PROCEDURE_VIOLATION',
    'TRAINING_DEFICIENCY'
);
COMMENT ON TYPE public.violation_type IS 'Kind of compliance violation.';

CREATE TYPE public.visit_disposition AS ENUM (
    'RETURN_TO_CLASS',
    'SENT_HOME',
    'EMERGENCY_TRANSPORT',
    'OTHER'
);
COMMENT ON TYPE public.visit_disposition IS 'Place the student went to after a clinic visit.';

CREATE TYPE public.waitlist_priority AS ENUM (
    'LOW',
    'NORMAL',
    'HIGH',
    'URGENT'
);
COMMENT ON TYPE public.waitlist_priority IS 'Urgency of a waiting-list entry, lowest first.';

CREATE TYPE public.waitlist_status AS ENUM (
    'WAITING',
    'NOTIFIED',
    'SCHEDULED',
    'EXPIRED',
    'CANCELLED'
);
COMMENT ON TYPE public.waitlist_status IS 'State of a waiting-list entry.';

CREATE TYPE public.weight_unit AS ENUM (
    'lbs',
    'kg'
);
COMMENT ON TYPE public.weight_unit IS 'Unit of a body weight: pounds or kilograms.';

CREATE TYPE public.witness_type AS ENUM (
    'STAFF',
    'STUDENT',
    'PARENT',
    'GUARDIAN',
    'VISITOR',
    'OTHER'
);
COMMENT ON TYPE public.witness_type IS 'Relation of a witness to the school.';

-- ----------------------------------------------------------------------------
-- Schema sequelize
-- ----------------------------------------------------------------------------

COMMENT ON DOMAIN sequelize."enum_alert_preferences_categoryFilter" IS 'Type to which Sequelize casts when it writes AlertPreferences.categoryFilter.';

COMMENT ON DOMAIN sequelize."enum_alert_preferences_severityFilter" IS 'Type to which Sequelize casts when it writes AlertPreferences.severityFilter.';

CREATE DOMAIN sequelize."enum_alert_preferences_categoryFilter" AS public.alert_category;

CREATE DOMAIN sequelize.enum_alert_preferences_channels AS public.alert_channel;
COMMENT ON DOMAIN sequelize.enum_alert_preferences_channels IS 'Type to which Sequelize casts when it writes AlertPreferences.channels.';

CREATE DOMAIN sequelize."enum_alert_preferences_severityFilter" AS public.alert_severity;
