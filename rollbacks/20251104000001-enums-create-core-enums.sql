-- Reverses 20251104000001-enums-create-core-enums.
--
-- Data loss: none. The tables that used these types are gone by now. If a column still uses one,
--            DROP TYPE fails; without CASCADE it never drops the column.

-- System and integrations
DROP TYPE training_category;
DROP TYPE sync_conflict_status;
DROP TYPE sync_conflict_resolution;
DROP TYPE sync_priority;
DROP TYPE sync_action_type;
DROP TYPE sync_entity_type;
DROP TYPE sis_conflict_resolution;
DROP TYPE sync_direction;
DROP TYPE sync_session_status;
DROP TYPE integration_status;
DROP TYPE integration_type;
DROP TYPE cache_compliance_level;
DROP TYPE metric_type;
DROP TYPE backup_status;
DROP TYPE backup_type;
DROP TYPE license_status;
DROP TYPE license_type;
DROP TYPE config_scope;
DROP TYPE config_value_type;
DROP TYPE config_category;

-- Analytics and reports
DROP TYPE report_execution_status;
DROP TYPE report_frequency;
DROP TYPE report_output_format;
DROP TYPE scheduled_report_type;
DROP TYPE report_template_format;
DROP TYPE report_template_type;
DROP TYPE metric_trend;
DROP TYPE analytics_report_format;
DROP TYPE analytics_report_status;
DROP TYPE analytics_report_type;

-- Inventory
DROP TYPE purchase_order_status;
DROP TYPE maintenance_type;
DROP TYPE inventory_transaction_type;

-- Audit and compliance
DROP TYPE retention_policy_status;
DROP TYPE retention_category;
DROP TYPE policy_status;
DROP TYPE policy_category;
DROP TYPE remediation_status;
DROP TYPE violation_status;
DROP TYPE violation_type;
DROP TYPE checklist_item_status;
DROP TYPE compliance_category;
DROP TYPE compliance_report_status;
DROP TYPE compliance_report_type;
DROP TYPE consent_type;
DROP TYPE disclosure_recipient_type;
DROP TYPE disclosure_method;
DROP TYPE disclosure_purpose;
DROP TYPE disclosure_type;
DROP TYPE audit_compliance_type;
DROP TYPE audit_action;

-- Notifications
DROP TYPE device_platform;
DROP TYPE notification_status;
DROP TYPE notification_priority;
DROP TYPE notification_category;
DROP TYPE broadcast_status;
DROP TYPE broadcast_type;
DROP TYPE alert_delivery_channel;
DROP TYPE alert_channel;
DROP TYPE alert_status;
DROP TYPE alert_severity;
DROP TYPE alert_category;

-- Messaging
DROP TYPE recipient_type;
DROP TYPE message_delivery_status;
DROP TYPE message_delivery_channel;
DROP TYPE message_template_category;
DROP TYPE message_template_type;
DROP TYPE message_category;
DROP TYPE notification_preference;
DROP TYPE participant_role;
DROP TYPE conversation_type;

-- Appointments and incidents
DROP TYPE action_priority;
DROP TYPE follow_up_appointment_status;
DROP TYPE follow_up_action_status;
DROP TYPE witness_type;
DROP TYPE legal_compliance_status;
DROP TYPE insurance_claim_status;
DROP TYPE severity_level;
DROP TYPE incident_type;
DROP TYPE waitlist_status;
DROP TYPE waitlist_priority;
DROP TYPE reminder_status;
DROP TYPE reminder_channel;
DROP TYPE appointment_status;
DROP TYPE appointment_type;

-- Clinical system
DROP TYPE treatment_plan_status;
DROP TYPE confidentiality_level;
DROP TYPE risk_level;
DROP TYPE mental_health_record_type;
DROP TYPE family_relation;
DROP TYPE medical_history_category;
DROP TYPE medical_history_type;
DROP TYPE lab_result_status;
DROP TYPE lab_test_type;
DROP TYPE protocol_status;
DROP TYPE clinical_note_type;
DROP TYPE visit_disposition;

-- Medications
DROP TYPE prescription_status;
DROP TYPE medication_log_status;
DROP TYPE interaction_severity;
DROP TYPE dea_schedule;

-- Health records
DROP TYPE weight_unit;
DROP TYPE height_unit;
DROP TYPE temperature_unit;
DROP TYPE consciousness_level;
DROP TYPE follow_up_status;
DROP TYPE screening_outcome;
DROP TYPE screening_type;
DROP TYPE compliance_status;
DROP TYPE route_of_administration;
DROP TYPE site_of_administration;
DROP TYPE vaccine_type;
DROP TYPE condition_severity;
DROP TYPE condition_status;
DROP TYPE allergy_severity;
DROP TYPE allergy_type;
DROP TYPE health_record_type;

-- People and places
DROP TYPE verification_status;
DROP TYPE contact_method;
DROP TYPE contact_priority;
DROP TYPE contact_type;
DROP TYPE gender;
DROP TYPE user_role;
