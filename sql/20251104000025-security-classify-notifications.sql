-- Classifies alerts, broadcasts, push notifications and devices.
--
-- Broadcasts and rules go to many people and should name no child. Nothing enforces that, so their
-- text is hidden all the same.
--
-- Tables:   alert_rules, alerts, alert_preferences, delivery_logs, emergency_broadcasts,
--           push_notifications, device_tokens
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           alerts about children
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-messaging

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('alert_rules',          'NOTICE',  'SCHOOL_OR_ALL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
-- An alert without a student may have no school either; only administrators see it then.
('alerts',               'NOTICE',  'SCHOOL',        'student_id',
    TRUE,  TRUE,  'FERPA',  'STUDENT_RECORDS'),
('alert_preferences',    'NOTICE',  'SCHOOL_OR_ALL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('delivery_logs',        'NOTICE',  'NONE',          NULL,
    FALSE, FALSE, 'NONE',   NULL),
('emergency_broadcasts', 'NOTICE',  'SCHOOL_OR_ALL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('push_notifications',   'MESSAGE', 'SPECIAL',       NULL,
    TRUE,  TRUE,  'EITHER', NULL),
('device_tokens',        'STAFF',   'NONE',          NULL,
    FALSE, FALSE, 'NONE',   NULL);

-- ----------------------------------------------------------------------------
-- alert_rules
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('alert_rules', 'id',                      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'district_id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'school_id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'name',                    FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- Free text written by administrators; it should name nobody, but nothing enforces that.
('alert_rules', 'description',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('alert_rules', 'category',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'severity',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'is_active',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'priority',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'trigger_conditions',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'notification_channels',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'target_roles',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'target_users',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'auto_escalate_after',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'cooldown_period',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'requires_acknowledgment', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'expires_after',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'metadata',                FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('alert_rules', 'last_triggered',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'trigger_count',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'created_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'created_by',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'updated_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alert_rules', 'updated_by',              FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- alerts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('alerts', 'id',                      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'school_id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'student_id',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'user_id',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'definition_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'severity',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'category',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'title',                   TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('alerts', 'message',                 TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('alerts', 'metadata',                TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('alerts', 'status',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'requires_acknowledgment', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'acknowledged_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'acknowledged_by',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'resolved_at',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'resolved_by',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'expires_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'auto_escalate_after',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'escalation_level',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'created_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'created_by',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'updated_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('alerts', 'deleted_at',              FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- alert_preferences
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('alert_preferences', 'id',                FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'user_id',           FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'school_id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'channels',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'severity_filter',   FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'category_filter',   FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'quiet_hours_start', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'quiet_hours_end',   FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'is_active',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'created_at',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('alert_preferences', 'updated_at',        FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- delivery_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('delivery_logs', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'alert_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'recipient_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'channel',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'success',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'attempt_count', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'last_attempt',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'delivered_at',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- The error may quote the address of a parent.
('delivery_logs', 'error_message', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('delivery_logs', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('delivery_logs', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- emergency_broadcasts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('emergency_broadcasts', 'id',                      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'school_id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'type',                    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'priority',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'title',                   FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('emergency_broadcasts', 'message',                 FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('emergency_broadcasts', 'audience',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'grade_level',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'class_id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'group_ids',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'channels',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'requires_acknowledgment', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'expires_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'sent_by',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'sent_at',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'status',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'total_recipients',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'delivered_count',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'failed_count',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'acknowledged_count',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'follow_up_required',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'follow_up_message',       FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('emergency_broadcasts', 'created_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('emergency_broadcasts', 'updated_at',              FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- push_notifications
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('push_notifications', 'id',                    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'user_ids',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A token is a secret: anyone who has it can send to the device.
('push_notifications', 'device_tokens',         FALSE, 'HIDE', 'NAME',        'NONE'),
('push_notifications', 'title',                 TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('push_notifications', 'body',                  TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('push_notifications', 'category',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'priority',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'data',                  TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('push_notifications', 'actions',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- The image may be a photo of a student.
('push_notifications', 'image_url',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('push_notifications', 'icon_url',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'sound',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'badge',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'ttl',                   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'collapse_key',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'require_interaction',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'silent',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'scheduled_for',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'expires_at',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'status',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'sent_at',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'delivered_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'failed_at',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'delivery_results',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('push_notifications', 'total_recipients',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'successful_deliveries', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'failed_deliveries',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'clicked_count',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'dismissed_count',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'retry_count',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'max_retries',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'next_retry_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'created_at',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'created_by',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('push_notifications', 'updated_at',            FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- device_tokens
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('device_tokens', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'user_id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'device_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'platform',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'token',               FALSE, 'HIDE', 'NAME',        'NONE'),
-- A device name usually contains the name of its owner.
('device_tokens', 'device_name',         FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('device_tokens', 'device_model',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'os_version',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'app_version',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'is_active',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'is_valid',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'last_validated',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'invalid_reason',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'allow_notifications', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'allow_sound',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'allow_badge',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'last_used_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('device_tokens', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');
