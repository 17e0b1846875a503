-- Alerts, emergency broadcasts and push notifications, with their rules, preferences and
-- deliveries.
--
-- Tables:   alert_rules, alerts, alert_preferences, delivery_logs, emergency_broadcasts,
--           push_notifications, device_tokens
-- HIPAA:    the text of alerts and push notifications contains PHI; a broadcast goes to many people
--           and should not name a student
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000011-schema-create-messaging

-- ----------------------------------------------------------------------------
-- alert_rules
-- ----------------------------------------------------------------------------
-- school_id and district_id limit the rule and are not a tenant key: if both are NULL, the rule
-- applies to the whole platform.
-- target_users is an array; PostgreSQL has no foreign keys on array elements.

CREATE TABLE alert_rules (
    id                      uuid           NOT NULL DEFAULT gen_random_uuid(),
    district_id             uuid,
    school_id               uuid,
    name                    varchar(200)   NOT NULL,
    description             text,
    category                alert_category NOT NULL,
    severity                alert_severity NOT NULL,
    is_active               boolean        NOT NULL DEFAULT TRUE,
    priority                integer        NOT NULL DEFAULT 0,
    trigger_conditions      jsonb          NOT NULL,
    notification_channels   jsonb          NOT NULL DEFAULT '[]',
    target_roles            varchar(255)[],
    target_users            uuid[],
    auto_escalate_after     integer,
    cooldown_period         integer,
    requires_acknowledgment boolean        NOT NULL DEFAULT FALSE,
    expires_after           integer,
    metadata                jsonb,
    last_triggered          timestamptz,
    trigger_count           integer        DEFAULT 0,
    created_at              timestamptz    NOT NULL DEFAULT now(),
    created_by              uuid,
    updated_at              timestamptz    NOT NULL DEFAULT now(),
    updated_by              uuid,

    CONSTRAINT alert_rules_pkey
        PRIMARY KEY (id),
    CONSTRAINT alert_rules_name_key
        UNIQUE (name),
    CONSTRAINT alert_rules_district_id_fkey
        FOREIGN KEY (district_id) REFERENCES districts (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alert_rules_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alert_rules_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT alert_rules_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT alert_rules_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT alert_rules_notification_channels_is_array_check
        CHECK (jsonb_typeof(notification_channels) = 'array'),
    CONSTRAINT alert_rules_auto_escalate_after_not_negative_check
        CHECK (auto_escalate_after >= 0),
    CONSTRAINT alert_rules_cooldown_period_not_negative_check
        CHECK (cooldown_period >= 0),
    CONSTRAINT alert_rules_expires_after_not_negative_check
        CHECK (expires_after >= 0),
    CONSTRAINT alert_rules_trigger_count_not_negative_check
        CHECK (trigger_count >= 0)
);

COMMENT ON TABLE alert_rules IS
    'A rule that raises alerts: its conditions, recipients and channels. Administrators set it up.';
COMMENT ON COLUMN alert_rules.id IS 'Primary key.';
COMMENT ON COLUMN alert_rules.district_id IS
    'District to which the rule is limited, NULL for no such limit.';
COMMENT ON COLUMN alert_rules.school_id IS
    'School to which the rule is limited, NULL for no such limit.';
COMMENT ON COLUMN alert_rules.name IS 'Name of the rule, unique on the platform.';
COMMENT ON COLUMN alert_rules.description IS 'Purpose of the rule in plain words.';
COMMENT ON COLUMN alert_rules.category IS 'Subject of the alerts that the rule raises.';
COMMENT ON COLUMN alert_rules.severity IS 'Severity of the alerts that the rule raises.';
COMMENT ON COLUMN alert_rules.is_active IS 'FALSE while the rule is disabled.';
COMMENT ON COLUMN alert_rules.priority IS
    'Order among rules that match at the same time, highest first.';
COMMENT ON COLUMN alert_rules.trigger_conditions IS
    'Conditions that the application evaluates; it defines the JSON structure.';
COMMENT ON COLUMN alert_rules.notification_channels IS
    'JSON array of the channels on which to notify.';
COMMENT ON COLUMN alert_rules.target_roles IS
    'Roles whose users are notified; target_users adds single users.';
COMMENT ON COLUMN alert_rules.target_users IS
    'Ids of users to notify regardless of their role; no foreign key.';
COMMENT ON COLUMN alert_rules.auto_escalate_after IS
    'Minutes without an acknowledgment after which the alert escalates.';
COMMENT ON COLUMN alert_rules.cooldown_period IS
    'Minutes during which the rule does not fire again.';
COMMENT ON COLUMN alert_rules.requires_acknowledgment IS
    'TRUE if somebody must confirm that they have seen the alert.';
COMMENT ON COLUMN alert_rules.expires_after IS 'Minutes after which an alert of this rule expires.';
COMMENT ON COLUMN alert_rules.metadata IS
    'Further settings; the application defines the JSON structure.';
COMMENT ON COLUMN alert_rules.last_triggered IS
    'Time when the rule last raised an alert, NULL if never.';
COMMENT ON COLUMN alert_rules.trigger_count IS 'Number of alerts that the rule has raised.';
COMMENT ON COLUMN alert_rules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN alert_rules.created_by IS 'User who entered the row.';
COMMENT ON COLUMN alert_rules.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN alert_rules.updated_by IS 'User who last changed the row.';

CREATE INDEX alert_rules_district_id_idx ON alert_rules (district_id)
    WHERE district_id IS NOT NULL;
CREATE INDEX alert_rules_school_id_idx ON alert_rules (school_id) WHERE school_id IS NOT NULL;
CREATE INDEX alert_rules_created_by_idx ON alert_rules (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX alert_rules_updated_by_idx ON alert_rules (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER alert_rules_200_updated_at
BEFORE UPDATE ON alert_rules
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- alerts
-- ----------------------------------------------------------------------------
-- An alert about a student copies the school_id of the student. Any other alert keeps the
-- school_id that the application sets.

CREATE TABLE alerts (
    id                      uuid           NOT NULL DEFAULT gen_random_uuid(),
    school_id               uuid,
    student_id              uuid,
    user_id                 uuid,
    definition_id           uuid,
    severity                alert_severity NOT NULL,
    category                alert_category NOT NULL,
    title                   varchar(500)   NOT NULL,
    message                 text           NOT NULL,
    metadata                jsonb,
    status                  alert_status   NOT NULL DEFAULT 'ACTIVE',
    requires_acknowledgment boolean        NOT NULL DEFAULT FALSE,
    acknowledged_at         timestamptz,
    acknowledged_by         uuid,
    resolved_at             timestamptz,
    resolved_by             uuid,
    expires_at              timestamptz,
    auto_escalate_after     integer,
    escalation_level        integer        DEFAULT 0,
    created_at              timestamptz    NOT NULL DEFAULT now(),
    created_by              uuid           NOT NULL,
    updated_at              timestamptz    NOT NULL DEFAULT now(),
    deleted_at              timestamptz,

    CONSTRAINT alerts_pkey
        PRIMARY KEY (id),
    CONSTRAINT alerts_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_definition_id_fkey
        FOREIGN KEY (definition_id) REFERENCES alert_rules (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_acknowledged_by_fkey
        FOREIGN KEY (acknowledged_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_resolved_by_fkey
        FOREIGN KEY (resolved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alerts_auto_escalate_after_not_negative_check
        CHECK (auto_escalate_after >= 0),
    CONSTRAINT alerts_escalation_level_not_negative_check
        CHECK (escalation_level >= 0)
);

COMMENT ON TABLE alerts IS
    'PHI: One alert about a student, a user or a whole school, raised by a rule or a user.';
COMMENT ON COLUMN alerts.id IS 'Primary key.';
COMMENT ON COLUMN alerts.school_id IS
    'Tenant key: school of the student; without a student, the school that the application sets.';
COMMENT ON COLUMN alerts.student_id IS 'Student whom the alert is about, NULL if it is about none.';
COMMENT ON COLUMN alerts.user_id IS
    'User whom the alert is about or addressed to, NULL for all who match the rule.';
COMMENT ON COLUMN alerts.definition_id IS 'Rule that raised the alert, NULL if a user raised it.';
COMMENT ON COLUMN alerts.severity IS 'Urgency of the alert.';
COMMENT ON COLUMN alerts.category IS 'Subject of the alert.';
COMMENT ON COLUMN alerts.title IS 'PHI: Headline shown on devices; it may name a student.';
COMMENT ON COLUMN alerts.message IS 'PHI: Full text of the alert.';
COMMENT ON COLUMN alerts.metadata IS
    'PHI: Details that the application attaches, such as the record that raised the alert.';
COMMENT ON COLUMN alerts.status IS 'Progress of the handling of the alert.';
COMMENT ON COLUMN alerts.requires_acknowledgment IS
    'TRUE if somebody must confirm that they have seen the alert.';
COMMENT ON COLUMN alerts.acknowledged_at IS
    'Time when acknowledged_by confirmed having seen the alert, NULL before.';
COMMENT ON COLUMN alerts.acknowledged_by IS 'User who acknowledged the alert.';
COMMENT ON COLUMN alerts.resolved_at IS
    'Time when the cause of the alert was resolved, NULL before.';
COMMENT ON COLUMN alerts.resolved_by IS 'User who resolved the cause of the alert.';
COMMENT ON COLUMN alerts.expires_at IS
    'Time after which the alert is no longer shown, NULL for never.';
COMMENT ON COLUMN alerts.auto_escalate_after IS
    'Minutes without an acknowledgment after which the alert escalates.';
COMMENT ON COLUMN alerts.escalation_level IS 'Number of times the alert has escalated.';
COMMENT ON COLUMN alerts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN alerts.created_by IS
    'User who raised the alert, or in whose name the rule raised it.';
COMMENT ON COLUMN alerts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN alerts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX alerts_school_id_created_at_idx ON alerts (school_id, created_at DESC);
CREATE INDEX alerts_student_id_created_at_idx ON alerts (student_id, created_at DESC);
CREATE INDEX alerts_user_id_idx ON alerts (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX alerts_definition_id_idx ON alerts (definition_id) WHERE definition_id IS NOT NULL;
CREATE INDEX alerts_acknowledged_by_idx ON alerts (acknowledged_by)
    WHERE acknowledged_by IS NOT NULL;
CREATE INDEX alerts_resolved_by_idx ON alerts (resolved_by) WHERE resolved_by IS NOT NULL;
CREATE INDEX alerts_created_by_idx ON alerts (created_by);

CREATE TRIGGER alerts_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON alerts
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE alerts ENABLE ALWAYS TRIGGER alerts_100_school_id;

CREATE TRIGGER alerts_200_updated_at
BEFORE UPDATE ON alerts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- alert_preferences
-- ----------------------------------------------------------------------------
-- The application casts the values of the three array columns to type names of its own. Domains
-- in schema sequelize have these names.

CREATE TABLE alert_preferences (
    id                uuid             NOT NULL DEFAULT gen_random_uuid(),
    user_id           uuid             NOT NULL,
    school_id         uuid,
    channels          alert_channel[]  NOT NULL DEFAULT '{WEBSOCKET,EMAIL}',
    severity_filter   alert_severity[] NOT NULL
        DEFAULT '{INFO,LOW,MEDIUM,HIGH,CRITICAL,EMERGENCY}',
    category_filter   alert_category[] NOT NULL
        DEFAULT '{HEALTH,SAFETY,COMPLIANCE,SYSTEM,MEDICATION,APPOINTMENT}',
    quiet_hours_start varchar(5),
    quiet_hours_end   varchar(5),
    is_active         boolean          NOT NULL DEFAULT TRUE,
    created_at        timestamptz      NOT NULL DEFAULT now(),
    updated_at        timestamptz      NOT NULL DEFAULT now(),

    CONSTRAINT alert_preferences_pkey
        PRIMARY KEY (id),
    CONSTRAINT alert_preferences_user_id_school_id_key
        UNIQUE (user_id, school_id),
    CONSTRAINT alert_preferences_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alert_preferences_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT alert_preferences_quiet_hours_start_is_time_of_day_check
        CHECK (quiet_hours_start ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9]$'),
    CONSTRAINT alert_preferences_quiet_hours_end_is_time_of_day_check
        CHECK (quiet_hours_end ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9]$')
);

COMMENT ON TABLE alert_preferences IS
    'The alerts that a user wants, the channels for them, and the user''s quiet hours.';
COMMENT ON COLUMN alert_preferences.id IS 'Primary key.';
COMMENT ON COLUMN alert_preferences.user_id IS 'User whose preferences these are.';
COMMENT ON COLUMN alert_preferences.school_id IS
    'School to which the preferences apply, NULL for all schools of the user.';
COMMENT ON COLUMN alert_preferences.channels IS 'Channels on which the user wants alerts.';
COMMENT ON COLUMN alert_preferences.severity_filter IS
    'Severities about which the user wants alerts.';
COMMENT ON COLUMN alert_preferences.category_filter IS
    'Subjects about which the user wants alerts.';
COMMENT ON COLUMN alert_preferences.quiet_hours_start IS
    'Local time (HH:MM) from which only emergency alerts are sent.';
COMMENT ON COLUMN alert_preferences.quiet_hours_end IS
    'Local time (HH:MM) at which the quiet hours end; it may lie after midnight.';
COMMENT ON COLUMN alert_preferences.is_active IS
    'FALSE while the defaults of the platform apply instead.';
COMMENT ON COLUMN alert_preferences.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN alert_preferences.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX alert_preferences_school_id_idx ON alert_preferences (school_id)
    WHERE school_id IS NOT NULL;

CREATE TRIGGER alert_preferences_200_updated_at
BEFORE UPDATE ON alert_preferences
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- delivery_logs
-- ----------------------------------------------------------------------------
-- This table is evidence that somebody was told. An alert with deliveries cannot be deleted.

CREATE TABLE delivery_logs (
    id            uuid                   NOT NULL DEFAULT gen_random_uuid(),
    alert_id      uuid                   NOT NULL,
    recipient_id  uuid,
    channel       alert_delivery_channel NOT NULL,
    success       boolean                NOT NULL DEFAULT FALSE,
    attempt_count integer                NOT NULL DEFAULT 1,
    last_attempt  timestamptz            NOT NULL,
    delivered_at  timestamptz,
    error_message text,
    created_at    timestamptz            NOT NULL DEFAULT now(),
    updated_at    timestamptz            NOT NULL DEFAULT now(),

    CONSTRAINT delivery_logs_pkey
        PRIMARY KEY (id),
    CONSTRAINT delivery_logs_alert_id_fkey
        FOREIGN KEY (alert_id) REFERENCES alerts (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT delivery_logs_recipient_id_fkey
        FOREIGN KEY (recipient_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT delivery_logs_attempt_count_not_negative_check
        CHECK (attempt_count >= 0)
);

COMMENT ON TABLE delivery_logs IS
    'The result of sending one alert to one recipient on one channel.';
COMMENT ON COLUMN delivery_logs.id IS 'Primary key.';
COMMENT ON COLUMN delivery_logs.alert_id IS
    'Alert that was sent; it cannot be deleted while it has deliveries.';
COMMENT ON COLUMN delivery_logs.recipient_id IS
    'User to whom the alert was sent, NULL for an address without a user.';
COMMENT ON COLUMN delivery_logs.channel IS 'Channel on which the alert was sent.';
COMMENT ON COLUMN delivery_logs.success IS 'TRUE once the provider accepted the alert.';
COMMENT ON COLUMN delivery_logs.attempt_count IS 'Number of attempts to send the alert.';
COMMENT ON COLUMN delivery_logs.last_attempt IS
    'Time of the most recent attempt to send the alert, successful or not.';
COMMENT ON COLUMN delivery_logs.delivered_at IS
    'Time when the alert reached the recipient, NULL while unknown.';
COMMENT ON COLUMN delivery_logs.error_message IS 'Error message of the provider if sending failed.';
COMMENT ON COLUMN delivery_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN delivery_logs.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX delivery_logs_alert_id_idx ON delivery_logs (alert_id);
CREATE INDEX delivery_logs_recipient_id_idx ON delivery_logs (recipient_id)
    WHERE recipient_id IS NOT NULL;

CREATE TRIGGER delivery_logs_200_updated_at
BEFORE UPDATE ON delivery_logs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- emergency_broadcasts
-- ----------------------------------------------------------------------------
-- Classes and groups are stored in the student information system, so class_id and group_ids are
-- external ids.
-- The counts are running totals that the sending job updates; they may briefly disagree.

CREATE TABLE emergency_broadcasts (
    id                      uuid             NOT NULL DEFAULT gen_random_uuid(),
    school_id               uuid,
    type                    broadcast_type   NOT NULL,
    priority                severity_level   NOT NULL,
    title                   varchar(200)     NOT NULL,
    message                 text             NOT NULL,
    audience                jsonb            NOT NULL DEFAULT '[]',
    grade_level             varchar(50),
    class_id                uuid,
    group_ids               jsonb,
    channels                jsonb            NOT NULL DEFAULT '[]',
    requires_acknowledgment boolean          DEFAULT FALSE,
    expires_at              timestamptz,
    sent_by                 uuid             NOT NULL,
    sent_at                 timestamptz      NOT NULL,
    status                  broadcast_status NOT NULL DEFAULT 'DRAFT',
    total_recipients        integer          DEFAULT 0,
    delivered_count         integer          DEFAULT 0,
    failed_count            integer          DEFAULT 0,
    acknowledged_count      integer          DEFAULT 0,
    follow_up_required      boolean          DEFAULT FALSE,
    follow_up_message       text,
    created_at              timestamptz      NOT NULL DEFAULT now(),
    updated_at              timestamptz      NOT NULL DEFAULT now(),

    CONSTRAINT emergency_broadcasts_pkey
        PRIMARY KEY (id),
    CONSTRAINT emergency_broadcasts_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT emergency_broadcasts_sent_by_fkey
        FOREIGN KEY (sent_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT emergency_broadcasts_audience_is_array_check
        CHECK (jsonb_typeof(audience) = 'array'),
    CONSTRAINT emergency_broadcasts_channels_is_array_check
        CHECK (jsonb_typeof(channels) = 'array'),
    CONSTRAINT emergency_broadcasts_total_recipients_not_negative_check
        CHECK (total_recipients >= 0),
    CONSTRAINT emergency_broadcasts_delivered_count_not_negative_check
        CHECK (delivered_count >= 0),
    CONSTRAINT emergency_broadcasts_failed_count_not_negative_check
        CHECK (failed_count >= 0),
    CONSTRAINT emergency_broadcasts_acknowledged_count_not_negative_check
        CHECK (acknowledged_count >= 0)
);

COMMENT ON TABLE emergency_broadcasts IS
    'One announcement to a school or to everybody, such as lockdown, weather or early dismissal.';
COMMENT ON COLUMN emergency_broadcasts.id IS 'Primary key.';
COMMENT ON COLUMN emergency_broadcasts.school_id IS
    'School that the broadcast is for, NULL for every school.';
COMMENT ON COLUMN emergency_broadcasts.type IS 'Occasion of the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.priority IS 'Urgency of the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.title IS
    'Headline of the broadcast. It goes to many people and should not name a student.';
COMMENT ON COLUMN emergency_broadcasts.message IS
    'Text of the broadcast. It goes to many people and should not name a student.';
COMMENT ON COLUMN emergency_broadcasts.audience IS
    'JSON array of the groups of recipients (parents, staff).';
COMMENT ON COLUMN emergency_broadcasts.grade_level IS
    'Grade to which the broadcast is limited, free text.';
COMMENT ON COLUMN emergency_broadcasts.class_id IS
    'Class to which the broadcast is limited; an id of the student information system.';
COMMENT ON COLUMN emergency_broadcasts.group_ids IS
    'Groups to which the broadcast is limited; ids of the student information system.';
COMMENT ON COLUMN emergency_broadcasts.channels IS
    'JSON array of the channels on which the broadcast is sent.';
COMMENT ON COLUMN emergency_broadcasts.requires_acknowledgment IS
    'TRUE if recipients must confirm that they have read the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.expires_at IS
    'Time after which the broadcast is no longer shown, NULL for never.';
COMMENT ON COLUMN emergency_broadcasts.sent_by IS 'User who sent the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.sent_at IS
    'Time when the broadcast was sent; for a draft, the planned time.';
COMMENT ON COLUMN emergency_broadcasts.status IS 'Progress of the broadcast, from draft to sent.';
COMMENT ON COLUMN emergency_broadcasts.total_recipients IS
    'Number of people whom the broadcast is for.';
COMMENT ON COLUMN emergency_broadcasts.delivered_count IS
    'Number of people whom the broadcast has reached.';
COMMENT ON COLUMN emergency_broadcasts.failed_count IS
    'Number of people to whom the broadcast could not be delivered.';
COMMENT ON COLUMN emergency_broadcasts.acknowledged_count IS
    'Number of people who have acknowledged the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.follow_up_required IS
    'TRUE if an all-clear or another message must follow.';
COMMENT ON COLUMN emergency_broadcasts.follow_up_message IS
    'Text of the all-clear or other message that follows, NULL if none was written.';
COMMENT ON COLUMN emergency_broadcasts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN emergency_broadcasts.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX emergency_broadcasts_school_id_sent_at_idx
    ON emergency_broadcasts (school_id, sent_at DESC)
    WHERE school_id IS NOT NULL;
COMMENT ON INDEX emergency_broadcasts_school_id_sent_at_idx IS
    'Broadcasts of a school, newest first.';
CREATE INDEX emergency_broadcasts_sent_by_idx ON emergency_broadcasts (sent_by);

CREATE TRIGGER emergency_broadcasts_200_updated_at
BEFORE UPDATE ON emergency_broadcasts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- push_notifications
-- ----------------------------------------------------------------------------
-- Recipients and device tokens are jsonb arrays, as the application writes them. A notification is
-- sent once, and no query joins it to users or devices.

CREATE TABLE push_notifications (
    id                    uuid                  NOT NULL DEFAULT gen_random_uuid(),
    user_ids              jsonb                 NOT NULL,
    device_tokens         jsonb,
    title                 varchar(255)          NOT NULL,
    body                  text                  NOT NULL,
    category              notification_category NOT NULL,
    priority              notification_priority NOT NULL DEFAULT 'NORMAL',
    data                  jsonb,
    actions               jsonb,
    image_url             varchar(255),
    icon_url              varchar(255),
    sound                 varchar(255),
    badge                 integer,
    ttl                   integer,
    collapse_key          varchar(255),
    require_interaction   boolean               NOT NULL DEFAULT FALSE,
    silent                boolean               NOT NULL DEFAULT FALSE,
    scheduled_for         timestamptz,
    expires_at            timestamptz,
    status                notification_status   NOT NULL DEFAULT 'PENDING',
    sent_at               timestamptz,
    delivered_at          timestamptz,
    failed_at             timestamptz,
    delivery_results      jsonb                 NOT NULL DEFAULT '[]',
    total_recipients      integer               NOT NULL DEFAULT 0,
    successful_deliveries integer               NOT NULL DEFAULT 0,
    failed_deliveries     integer               NOT NULL DEFAULT 0,
    clicked_count         integer               NOT NULL DEFAULT 0,
    dismissed_count       integer               NOT NULL DEFAULT 0,
    retry_count           integer               NOT NULL DEFAULT 0,
    max_retries           integer               NOT NULL DEFAULT 3,
    next_retry_at         timestamptz,
    created_at            timestamptz           NOT NULL DEFAULT now(),
    created_by            uuid                  NOT NULL,
    updated_at            timestamptz           NOT NULL DEFAULT now(),

    CONSTRAINT push_notifications_pkey
        PRIMARY KEY (id),
    CONSTRAINT push_notifications_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT push_notifications_delivery_results_is_array_check
        CHECK (jsonb_typeof(delivery_results) = 'array'),
    CONSTRAINT push_notifications_ttl_not_negative_check
        CHECK (ttl >= 0),
    CONSTRAINT push_notifications_total_recipients_not_negative_check
        CHECK (total_recipients >= 0),
    CONSTRAINT push_notifications_successful_deliveries_not_negative_check
        CHECK (successful_deliveries >= 0),
    CONSTRAINT push_notifications_failed_deliveries_not_negative_check
        CHECK (failed_deliveries >= 0),
    CONSTRAINT push_notifications_clicked_count_not_negative_check
        CHECK (clicked_count >= 0),
    CONSTRAINT push_notifications_dismissed_count_not_negative_check
        CHECK (dismissed_count >= 0),
    CONSTRAINT push_notifications_retry_count_not_negative_check
        CHECK (retry_count >= 0),
    CONSTRAINT push_notifications_max_retries_not_negative_check
        CHECK (max_retries >= 0)
);

COMMENT ON TABLE push_notifications IS
    'PHI: One push notification to the devices of one or more users, with the results of its '
    'delivery.';
COMMENT ON COLUMN push_notifications.id IS 'Primary key.';
COMMENT ON COLUMN push_notifications.user_ids IS
    'JSON array of the ids of the recipients; no foreign key.';
COMMENT ON COLUMN push_notifications.device_tokens IS
    'JSON array of the push tokens to which the notification was sent.';
COMMENT ON COLUMN push_notifications.title IS
    'PHI: Headline shown on the lock screen; it may name a student.';
COMMENT ON COLUMN push_notifications.body IS 'PHI: Text shown on the lock screen.';
COMMENT ON COLUMN push_notifications.category IS 'Subject of the notification.';
COMMENT ON COLUMN push_notifications.priority IS
    'Urgency with which the push service delivers the notification.';
COMMENT ON COLUMN push_notifications.data IS 'PHI: Payload for the application on the device.';
COMMENT ON COLUMN push_notifications.actions IS 'Buttons that the notification offers.';
COMMENT ON COLUMN push_notifications.image_url IS 'URL of a picture shown with the notification.';
COMMENT ON COLUMN push_notifications.icon_url IS 'URL of the icon shown next to the text.';
COMMENT ON COLUMN push_notifications.sound IS 'Name of the sound that the device plays.';
COMMENT ON COLUMN push_notifications.badge IS 'Number shown on the application''s icon.';
COMMENT ON COLUMN push_notifications.ttl IS
    'Time to live: seconds for which the push service keeps trying.';
COMMENT ON COLUMN push_notifications.collapse_key IS
    'Key by which a later notification replaces this one.';
COMMENT ON COLUMN push_notifications.require_interaction IS
    'TRUE if the notification stays until the user acts on it.';
COMMENT ON COLUMN push_notifications.silent IS
    'TRUE if the notification makes no sound or vibration.';
COMMENT ON COLUMN push_notifications.scheduled_for IS
    'Time when the notification is due to be sent, NULL for immediately.';
COMMENT ON COLUMN push_notifications.expires_at IS
    'Time after which the notification is no longer sent.';
COMMENT ON COLUMN push_notifications.status IS 'Progress of the delivery.';
COMMENT ON COLUMN push_notifications.sent_at IS
    'Time when the notification was handed to the push service.';
COMMENT ON COLUMN push_notifications.delivered_at IS
    'Time when the push service reported the delivery.';
COMMENT ON COLUMN push_notifications.failed_at IS 'Time when the sending job gave up.';
COMMENT ON COLUMN push_notifications.delivery_results IS
    'PHI: JSON array of the answers of the push service, one per device.';
COMMENT ON COLUMN push_notifications.total_recipients IS
    'Number of devices that the notification is for.';
COMMENT ON COLUMN push_notifications.successful_deliveries IS
    'Number of devices that the notification reached.';
COMMENT ON COLUMN push_notifications.failed_deliveries IS
    'Number of devices that the notification did not reach.';
COMMENT ON COLUMN push_notifications.clicked_count IS
    'Number of users who opened the notification.';
COMMENT ON COLUMN push_notifications.dismissed_count IS
    'Number of users who dismissed the notification.';
COMMENT ON COLUMN push_notifications.retry_count IS 'Number of retries so far.';
COMMENT ON COLUMN push_notifications.max_retries IS
    'Number of retries after which the sending job gives up.';
COMMENT ON COLUMN push_notifications.next_retry_at IS
    'Time of the next retry, NULL if none is planned.';
COMMENT ON COLUMN push_notifications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN push_notifications.created_by IS
    'User who sent the notification, or in whose name the system sent it.';
COMMENT ON COLUMN push_notifications.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX push_notifications_created_by_idx ON push_notifications (created_by);

CREATE TRIGGER push_notifications_200_updated_at
BEFORE UPDATE ON push_notifications
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- device_tokens
-- ----------------------------------------------------------------------------
-- Deleting a user deletes the user's tokens (CASCADE): a token is useless without its owner.

CREATE TABLE device_tokens (
    id                  uuid            NOT NULL DEFAULT gen_random_uuid(),
    user_id             uuid            NOT NULL,
    device_id           varchar(255)    NOT NULL,
    platform            device_platform NOT NULL,
    token               text            NOT NULL,
    device_name         varchar(255),
    device_model        varchar(255),
    os_version          varchar(255),
    app_version         varchar(255),
    is_active           boolean         NOT NULL DEFAULT TRUE,
    is_valid            boolean         NOT NULL DEFAULT TRUE,
    last_validated      timestamptz,
    invalid_reason      varchar(255),
    allow_notifications boolean         NOT NULL DEFAULT TRUE,
    allow_sound         boolean         NOT NULL DEFAULT TRUE,
    allow_badge         boolean         NOT NULL DEFAULT TRUE,
    last_used_at        timestamptz,
    created_at          timestamptz     NOT NULL DEFAULT now(),
    updated_at          timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT device_tokens_pkey
        PRIMARY KEY (id),
    CONSTRAINT device_tokens_user_id_device_id_key
        UNIQUE (user_id, device_id),
    CONSTRAINT device_tokens_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE CASCADE
);

COMMENT ON TABLE device_tokens IS 'One device of a user that can receive push notifications.';
COMMENT ON COLUMN device_tokens.id IS 'Primary key.';
COMMENT ON COLUMN device_tokens.user_id IS 'User who signed in on the device.';
COMMENT ON COLUMN device_tokens.device_id IS 'Identifier that the device reports for itself.';
COMMENT ON COLUMN device_tokens.platform IS 'Push service that issued the token.';
COMMENT ON COLUMN device_tokens.token IS
    'Push token: the address of the device at the push service. A secret.';
COMMENT ON COLUMN device_tokens.device_name IS 'Name that the user gave the device.';
COMMENT ON COLUMN device_tokens.device_model IS 'Make and model as the device reports them.';
COMMENT ON COLUMN device_tokens.os_version IS 'Version of the device''s operating system.';
COMMENT ON COLUMN device_tokens.app_version IS
    'Version of the White Cross app installed on the device.';
COMMENT ON COLUMN device_tokens.is_active IS 'FALSE after the user has signed out on the device.';
COMMENT ON COLUMN device_tokens.is_valid IS 'FALSE after the push service has rejected the token.';
COMMENT ON COLUMN device_tokens.last_validated IS
    'Time when the push service last accepted the token.';
COMMENT ON COLUMN device_tokens.invalid_reason IS
    'Reason why the push service rejected the token, NULL while the token is valid.';
COMMENT ON COLUMN device_tokens.allow_notifications IS
    'TRUE if the user allows notifications on the device.';
COMMENT ON COLUMN device_tokens.allow_sound IS
    'TRUE if the user allows notifications to make a sound.';
COMMENT ON COLUMN device_tokens.allow_badge IS 'TRUE if the user allows a number on the icon.';
COMMENT ON COLUMN device_tokens.last_used_at IS 'Time when the device was last seen.';
COMMENT ON COLUMN device_tokens.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN device_tokens.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER device_tokens_200_updated_at
BEFORE UPDATE ON device_tokens
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
