-- Compatibility views for the application: alerts, broadcasts and push notifications.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    alert_rules, alerts, alert_preferences, delivery_logs, emergency_broadcasts,
--           push_notifications, device_tokens
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000007-views-sequelize-messaging

-- ----------------------------------------------------------------------------
-- alert_rules: model AlertRule
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alert_rules
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    description,
    category,
    severity,
    is_active               AS "isActive",
    priority,
    trigger_conditions      AS "triggerConditions",
    notification_channels   AS "notificationChannels",
    target_roles            AS "targetRoles",
    target_users            AS "targetUsers",
    school_id               AS "schoolId",
    district_id             AS "districtId",
    auto_escalate_after     AS "autoEscalateAfter",
    cooldown_period         AS "cooldownPeriod",
    requires_acknowledgment AS "requiresAcknowledgment",
    expires_after           AS "expiresAfter",
    metadata,
    created_by              AS "createdBy",
    updated_by              AS "updatedBy",
    last_triggered          AS "lastTriggered",
    trigger_count           AS "triggerCount",
    created_at              AS "createdAt",
    updated_at              AS "updatedAt"
FROM public.alert_rules;

COMMENT ON VIEW sequelize.alert_rules IS
    'Model AlertRule: public.alert_rules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- alerts: model Alert
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alerts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    definition_id           AS "definitionId",
    severity,
    category,
    title,
    message,
    student_id              AS "studentId",
    user_id                 AS "userId",
    school_id               AS "schoolId",
    status,
    metadata,
    created_by              AS "createdBy",
    acknowledged_at         AS "acknowledgedAt",
    acknowledged_by         AS "acknowledgedBy",
    resolved_at             AS "resolvedAt",
    resolved_by             AS "resolvedBy",
    expires_at              AS "expiresAt",
    auto_escalate_after     AS "autoEscalateAfter",
    escalation_level        AS "escalationLevel",
    requires_acknowledgment AS "requiresAcknowledgment",
    created_at              AS "createdAt",
    updated_at              AS "updatedAt"
FROM public.alerts
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.alerts IS
    'Model Alert: public.alerts with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- alert_preferences: model AlertPreferences
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alert_preferences
WITH (security_invoker = TRUE) AS
SELECT
    id,
    user_id           AS "userId",
    school_id         AS "schoolId",
    channels,
    severity_filter   AS "severityFilter",
    category_filter   AS "categoryFilter",
    quiet_hours_start AS "quietHoursStart",
    quiet_hours_end   AS "quietHoursEnd",
    is_active         AS "isActive",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.alert_preferences;

COMMENT ON VIEW sequelize.alert_preferences IS
    'Model AlertPreferences: public.alert_preferences with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- delivery_logs: model DeliveryLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.delivery_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    alert_id      AS "alertId",
    channel,
    recipient_id  AS "recipientId",
    success,
    attempt_count AS "attemptCount",
    last_attempt  AS "lastAttempt",
    delivered_at  AS "deliveredAt",
    error_message AS "errorMessage",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.delivery_logs;

COMMENT ON VIEW sequelize.delivery_logs IS
    'Model DeliveryLog: public.delivery_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: model EmergencyBroadcast
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.emergency_broadcasts
WITH (security_invoker = TRUE) AS
SELECT
    id,
    type,
    priority,
    title,
    message,
    audience,
    school_id               AS "schoolId",
    grade_level             AS "gradeLevel",
    class_id                AS "classId",
    group_ids               AS "groupIds",
    channels,
    requires_acknowledgment AS "requiresAcknowledgment",
    expires_at              AS "expiresAt",
    sent_by                 AS "sentBy",
    sent_at                 AS "sentAt",
    status,
    total_recipients        AS "totalRecipients",
    delivered_count         AS "deliveredCount",
    failed_count            AS "failedCount",
    acknowledged_count      AS "acknowledgedCount",
    follow_up_required      AS "followUpRequired",
    follow_up_message       AS "followUpMessage",
    created_at              AS "createdAt",
    updated_at              AS "updatedAt"
FROM public.emergency_broadcasts;

COMMENT ON VIEW sequelize.emergency_broadcasts IS
    'Model EmergencyBroadcast: public.emergency_broadcasts with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- push_notifications: model PushNotification
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.push_notifications
WITH (security_invoker = TRUE) AS
SELECT
    id,
    user_ids              AS "userIds",
    device_tokens         AS "deviceTokens",
    title,
    body,
    category,
    priority,
    data,
    actions,
    image_url             AS "imageUrl",
    icon_url              AS "iconUrl",
    sound,
    badge,
    ttl,
    collapse_key          AS "collapseKey",
    require_interaction   AS "requireInteraction",
    silent,
    scheduled_for         AS "scheduledFor",
    expires_at            AS "expiresAt",
    status,
    sent_at               AS "sentAt",
    delivered_at          AS "deliveredAt",
    failed_at             AS "failedAt",
    delivery_results      AS "deliveryResults",
    total_recipients      AS "totalRecipients",
    successful_deliveries AS "successfulDeliveries",
    failed_deliveries     AS "failedDeliveries",
    clicked_count         AS "clickedCount",
    dismissed_count       AS "dismissedCount",
    retry_count           AS "retryCount",
    max_retries           AS "maxRetries",
    next_retry_at         AS "nextRetryAt",
    created_by            AS "createdBy",
    created_at            AS "createdAt",
    updated_at            AS "updatedAt"
FROM public.push_notifications;

COMMENT ON VIEW sequelize.push_notifications IS
    'Model PushNotification: public.push_notifications with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- device_tokens: model DeviceToken
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.device_tokens
WITH (security_invoker = TRUE) AS
SELECT
    id,
    user_id             AS "userId",
    device_id           AS "deviceId",
    platform,
    token,
    device_name         AS "deviceName",
    device_model        AS "deviceModel",
    os_version          AS "osVersion",
    app_version         AS "appVersion",
    is_active           AS "isActive",
    is_valid            AS "isValid",
    last_validated      AS "lastValidated",
    invalid_reason      AS "invalidReason",
    allow_notifications AS "allowNotifications",
    allow_sound         AS "allowSound",
    allow_badge         AS "allowBadge",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    last_used_at        AS "lastUsedAt"
FROM public.device_tokens;

COMMENT ON VIEW sequelize.device_tokens IS
    'Model DeviceToken: public.device_tokens with the model''s attribute names.';
