-- Alerts, broadcasts and push notifications: what must reach somebody now.
--
-- Tables:   alert_rules, alerts, alert_preferences, delivery_logs, emergency_broadcasts,
--           push_notifications, device_tokens
-- HIPAA:    PHI stands in the text of alerts and push notifications; broadcasts go to many and
--           should name nobody
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000011-schema-create-messaging

-- ----------------------------------------------------------------------------
-- alert_rules
-- ----------------------------------------------------------------------------
-- school_id and district_id are the reach of the rule, not a tenant key: both NULL means
-- the whole platform.
-- target_users is an array, on whose elements PostgreSQL has no foreign keys.

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
    'When an alert is raised, for whom, and on which channels; set up by administrators.';
COMMENT ON COLUMN alert_rules.id IS 'Primary key.';
COMMENT ON COLUMN alert_rules.district_id IS 'District the rule is limited to, NULL for none.';
COMMENT ON COLUMN alert_rules.school_id IS 'School the rule is limited to, NULL for none.';
COMMENT ON COLUMN alert_rules.name IS
    'Name administrators know the rule by, unique on the platform.';
COMMENT ON COLUMN alert_rules.description IS 'What the rule watches for, in words.';
COMMENT ON COLUMN alert_rules.category IS 'Subject given to the alerts it raises.';
COMMENT ON COLUMN alert_rules.severity IS 'Severity given to the alerts it raises.';
COMMENT ON COLUMN alert_rules.is_active IS 'FALSE while the rule is switched off.';
COMMENT ON COLUMN alert_rules.priority IS 'Order among rules that match at once, highest first.';
COMMENT ON COLUMN alert_rules.trigger_conditions IS
    'Conditions the application evaluates, in a shape of its own.';
COMMENT ON COLUMN alert_rules.notification_channels IS 'Array of the channels to notify on.';
COMMENT ON COLUMN alert_rules.target_roles IS 'Roles that are notified.';
COMMENT ON COLUMN alert_rules.target_users IS
    'Users that are notified whatever their role (ids, no foreign key).';
COMMENT ON COLUMN alert_rules.auto_escalate_after IS
    'Minutes without acknowledgment until the alert escalates.';
COMMENT ON COLUMN alert_rules.cooldown_period IS
    'Minutes during which the rule does not fire again.';
COMMENT ON COLUMN alert_rules.requires_acknowledgment IS
    'TRUE if somebody must confirm having seen the alert.';
COMMENT ON COLUMN alert_rules.expires_after IS 'Minutes until an alert of this rule expires.';
COMMENT ON COLUMN alert_rules.metadata IS 'Further settings of the application.';
COMMENT ON COLUMN alert_rules.last_triggered IS
    'When the rule last raised an alert, NULL if never.';
COMMENT ON COLUMN alert_rules.trigger_count IS 'How many alerts the rule has raised.';
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
-- An alert about a student takes the school from the student; one about anything else keeps
-- the school the application gives.

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
    'PHI: One alert, raised by a rule or a user, about a student, a user or a whole school.';
COMMENT ON COLUMN alerts.id IS 'Primary key.';
COMMENT ON COLUMN alerts.school_id IS
    'Tenant key: school of the student, or as given if the alert is about no student.';
COMMENT ON COLUMN alerts.student_id IS 'Student the alert is about, NULL if it is about none.';
COMMENT ON COLUMN alerts.user_id IS
    'User the alert is about or addressed to, NULL for all who match the rule.';
COMMENT ON COLUMN alerts.definition_id IS 'Rule that raised the alert, NULL if a user did.';
COMMENT ON COLUMN alerts.severity IS 'How urgent the alert is.';
COMMENT ON COLUMN alerts.category IS 'Subject of the alert.';
COMMENT ON COLUMN alerts.title IS 'PHI: Headline shown on devices, may name a student.';
COMMENT ON COLUMN alerts.message IS 'PHI: Full text of the alert.';
COMMENT ON COLUMN alerts.metadata IS
    'PHI: Details the application attaches, such as the record that raised it.';
COMMENT ON COLUMN alerts.status IS 'Where the handling of the alert stands.';
COMMENT ON COLUMN alerts.requires_acknowledgment IS 'TRUE if somebody must confirm having seen it.';
COMMENT ON COLUMN alerts.acknowledged_at IS 'When it was confirmed, NULL while nobody has.';
COMMENT ON COLUMN alerts.acknowledged_by IS 'User who confirmed it.';
COMMENT ON COLUMN alerts.resolved_at IS 'When its cause was dealt with.';
COMMENT ON COLUMN alerts.resolved_by IS 'User who dealt with it.';
COMMENT ON COLUMN alerts.expires_at IS 'When it stops being shown, NULL for never.';
COMMENT ON COLUMN alerts.auto_escalate_after IS
    'Minutes without acknowledgment until it escalates.';
COMMENT ON COLUMN alerts.escalation_level IS 'How often it has escalated so far.';
COMMENT ON COLUMN alerts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN alerts.created_by IS 'User who raised it, or in whose name the rule did.';
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
-- The three array columns are written by the application with casts to type names of its own;
-- the domains of schema sequelize answer to them.

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
    'Which alerts a user wants, on which channels, and when to be left in peace.';
COMMENT ON COLUMN alert_preferences.id IS 'Primary key.';
COMMENT ON COLUMN alert_preferences.user_id IS 'User whose wishes these are.';
COMMENT ON COLUMN alert_preferences.school_id IS
    'School they apply to, NULL for all schools of the user.';
COMMENT ON COLUMN alert_preferences.channels IS 'Channels the user wants alerts on.';
COMMENT ON COLUMN alert_preferences.severity_filter IS 'Severities the user wants to hear of.';
COMMENT ON COLUMN alert_preferences.category_filter IS 'Subjects the user wants to hear of.';
COMMENT ON COLUMN alert_preferences.quiet_hours_start IS
    'Local time HH:MM from which no alert but an emergency is sent.';
COMMENT ON COLUMN alert_preferences.quiet_hours_end IS
    'Local time HH:MM at which quiet hours end, may lie past midnight.';
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
-- Evidence that somebody was told: an alert with deliveries cannot be deleted.

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
    'What became of sending one alert to one recipient on one channel.';
COMMENT ON COLUMN delivery_logs.id IS 'Primary key.';
COMMENT ON COLUMN delivery_logs.alert_id IS 'Alert that was sent.';
COMMENT ON COLUMN delivery_logs.recipient_id IS
    'User it was sent to, NULL for an address without a user.';
COMMENT ON COLUMN delivery_logs.channel IS 'Channel it was sent on.';
COMMENT ON COLUMN delivery_logs.success IS 'TRUE once the provider took it.';
COMMENT ON COLUMN delivery_logs.attempt_count IS 'How often sending was tried.';
COMMENT ON COLUMN delivery_logs.last_attempt IS 'When sending was last tried.';
COMMENT ON COLUMN delivery_logs.delivered_at IS
    'When it reached the recipient, NULL while unknown.';
COMMENT ON COLUMN delivery_logs.error_message IS 'What the provider said when it failed.';
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
-- Classes and groups live in the student information system, so class_id and group_ids are
-- external ids.
-- Counts are running totals that the sender keeps; they may lag behind each other.

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
    'One announcement to a school or to everybody: lockdown, weather, early dismissal.';
COMMENT ON COLUMN emergency_broadcasts.id IS 'Primary key.';
COMMENT ON COLUMN emergency_broadcasts.school_id IS 'School it is for, NULL for every school.';
COMMENT ON COLUMN emergency_broadcasts.type IS 'Occasion of the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.priority IS 'How urgent it is.';
COMMENT ON COLUMN emergency_broadcasts.title IS 'Headline of the broadcast.';
COMMENT ON COLUMN emergency_broadcasts.message IS
    'Text that is sent to many, and so should name no student.';
COMMENT ON COLUMN emergency_broadcasts.audience IS
    'Array of the groups of people it is for, such as parents or staff.';
COMMENT ON COLUMN emergency_broadcasts.grade_level IS 'Grade it is limited to, free text.';
COMMENT ON COLUMN emergency_broadcasts.class_id IS 'Class it is limited to (external id).';
COMMENT ON COLUMN emergency_broadcasts.group_ids IS
    'Further groups it is limited to (external ids).';
COMMENT ON COLUMN emergency_broadcasts.channels IS 'Array of the channels it is sent on.';
COMMENT ON COLUMN emergency_broadcasts.requires_acknowledgment IS
    'TRUE if recipients must confirm having read it.';
COMMENT ON COLUMN emergency_broadcasts.expires_at IS 'When it stops being shown, NULL for never.';
COMMENT ON COLUMN emergency_broadcasts.sent_by IS 'User who sent it.';
COMMENT ON COLUMN emergency_broadcasts.sent_at IS
    'When it was sent, or is to be sent while it is a draft.';
COMMENT ON COLUMN emergency_broadcasts.status IS 'Where sending stands.';
COMMENT ON COLUMN emergency_broadcasts.total_recipients IS 'How many people it is for.';
COMMENT ON COLUMN emergency_broadcasts.delivered_count IS 'How many it has reached.';
COMMENT ON COLUMN emergency_broadcasts.failed_count IS 'How many it could not be delivered to.';
COMMENT ON COLUMN emergency_broadcasts.acknowledged_count IS 'How many have confirmed it.';
COMMENT ON COLUMN emergency_broadcasts.follow_up_required IS
    'TRUE if an all-clear or other message must follow.';
COMMENT ON COLUMN emergency_broadcasts.follow_up_message IS 'Text of the message that follows.';
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
-- Recipients and device tokens are arrays in jsonb, as the application writes them: a
-- notification is sent once and never joined.

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
    'PHI: One push notification to the devices of one or more users, with its delivery.';
COMMENT ON COLUMN push_notifications.id IS 'Primary key.';
COMMENT ON COLUMN push_notifications.user_ids IS
    'Array of the users it is for (ids, no foreign key).';
COMMENT ON COLUMN push_notifications.device_tokens IS 'Array of the push tokens it was sent to.';
COMMENT ON COLUMN push_notifications.title IS
    'PHI: Headline shown on the lock screen, may name a student.';
COMMENT ON COLUMN push_notifications.body IS 'PHI: Text shown on the lock screen.';
COMMENT ON COLUMN push_notifications.category IS 'Subject of the notification.';
COMMENT ON COLUMN push_notifications.priority IS 'How urgently the push service is to deliver it.';
COMMENT ON COLUMN push_notifications.data IS 'PHI: Payload for the application on the device.';
COMMENT ON COLUMN push_notifications.actions IS 'Buttons offered with it.';
COMMENT ON COLUMN push_notifications.image_url IS 'URL of a picture shown with it.';
COMMENT ON COLUMN push_notifications.icon_url IS 'URL of its icon.';
COMMENT ON COLUMN push_notifications.sound IS 'Name of the sound it plays.';
COMMENT ON COLUMN push_notifications.badge IS 'Number shown on the icon of the application.';
COMMENT ON COLUMN push_notifications.ttl IS 'Seconds the push service keeps trying.';
COMMENT ON COLUMN push_notifications.collapse_key IS
    'A later notification with the same key replaces this one.';
COMMENT ON COLUMN push_notifications.require_interaction IS 'TRUE if it stays until the user acts.';
COMMENT ON COLUMN push_notifications.silent IS
    'TRUE if it is delivered without sound or vibration.';
COMMENT ON COLUMN push_notifications.scheduled_for IS 'When it is to be sent, NULL for at once.';
COMMENT ON COLUMN push_notifications.expires_at IS 'When it is no longer worth sending.';
COMMENT ON COLUMN push_notifications.status IS 'Where delivery stands.';
COMMENT ON COLUMN push_notifications.sent_at IS 'When it was handed to the push service.';
COMMENT ON COLUMN push_notifications.delivered_at IS 'When the push service reported delivery.';
COMMENT ON COLUMN push_notifications.failed_at IS 'When delivery was given up.';
COMMENT ON COLUMN push_notifications.delivery_results IS
    'PHI: Array of the answers of the push service, one per device.';
COMMENT ON COLUMN push_notifications.total_recipients IS 'How many devices it is for.';
COMMENT ON COLUMN push_notifications.successful_deliveries IS 'How many devices it reached.';
COMMENT ON COLUMN push_notifications.failed_deliveries IS 'How many devices it did not reach.';
COMMENT ON COLUMN push_notifications.clicked_count IS 'How many users opened it.';
COMMENT ON COLUMN push_notifications.dismissed_count IS 'How many users swiped it away.';
COMMENT ON COLUMN push_notifications.retry_count IS 'How often sending was repeated.';
COMMENT ON COLUMN push_notifications.max_retries IS 'How often sending may be repeated.';
COMMENT ON COLUMN push_notifications.next_retry_at IS 'When sending is tried next.';
COMMENT ON COLUMN push_notifications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN push_notifications.created_by IS
    'User who sent it, or in whose name the system did.';
COMMENT ON COLUMN push_notifications.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX push_notifications_created_by_idx ON push_notifications (created_by);

CREATE TRIGGER push_notifications_200_updated_at
BEFORE UPDATE ON push_notifications
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- device_tokens
-- ----------------------------------------------------------------------------
-- Goes with the user (CASCADE): a token is worth nothing without its owner.

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
COMMENT ON COLUMN device_tokens.device_id IS 'Identifier the device gives itself (external id).';
COMMENT ON COLUMN device_tokens.platform IS 'Push service the token belongs to.';
COMMENT ON COLUMN device_tokens.token IS 'Secret address of the device at the push service.';
COMMENT ON COLUMN device_tokens.device_name IS 'Name the user gave the device.';
COMMENT ON COLUMN device_tokens.device_model IS 'Make and model as the device reports them.';
COMMENT ON COLUMN device_tokens.os_version IS 'Version of the operating system.';
COMMENT ON COLUMN device_tokens.app_version IS 'Version of the application on the device.';
COMMENT ON COLUMN device_tokens.is_active IS 'FALSE after the user signed out on the device.';
COMMENT ON COLUMN device_tokens.is_valid IS 'FALSE after the push service refused the token.';
COMMENT ON COLUMN device_tokens.last_validated IS 'When the push service last accepted the token.';
COMMENT ON COLUMN device_tokens.invalid_reason IS 'Why the push service refused the token.';
COMMENT ON COLUMN device_tokens.allow_notifications IS
    'TRUE if the user allows notifications on the device.';
COMMENT ON COLUMN device_tokens.allow_sound IS
    'TRUE if the user allows notifications to make a sound.';
COMMENT ON COLUMN device_tokens.allow_badge IS 'TRUE if the user allows a number on the icon.';
COMMENT ON COLUMN device_tokens.last_used_at IS 'When the device was last seen.';
COMMENT ON COLUMN device_tokens.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN device_tokens.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER device_tokens_200_updated_at
BEFORE UPDATE ON device_tokens
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
