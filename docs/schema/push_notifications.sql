-- Table push_notifications, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group MESSAGE, tenant SPECIAL, about no student, PHI,
--             audited, law EITHER, no retention class
-- phi.access: ADMIN              select insert update
-- phi.access: COUNSELOR          select insert update
-- phi.access: DISTRICT_ADMIN     select insert update
-- phi.access: NURSE              select insert update
-- phi.access: SCHOOL_ADMIN       select insert update

-- ----------------------------------------------------------------------------
-- push_notifications
-- ----------------------------------------------------------------------------

CREATE TABLE public.push_notifications (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_ids jsonb NOT NULL,
    device_tokens jsonb,
    title character varying(255) NOT NULL,
    body text NOT NULL,
    category public.notification_category NOT NULL,
    priority public.notification_priority DEFAULT 'NORMAL'::public.notification_priority NOT NULL,
    data jsonb,
    actions jsonb,
    image_url character varying(255),
    icon_url character varying(255),
    sound character varying(255),
    badge integer,
    ttl integer,
    collapse_key character varying(255),
    require_interaction boolean DEFAULT false NOT NULL,
    silent boolean DEFAULT false NOT NULL,
    scheduled_for timestamp with time zone,
    expires_at timestamp with time zone,
    status public.notification_status DEFAULT 'PENDING'::public.notification_status NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    failed_at timestamp with time zone,
    delivery_results jsonb DEFAULT '[]'::jsonb NOT NULL,
    total_recipients integer DEFAULT 0 NOT NULL,
    successful_deliveries integer DEFAULT 0 NOT NULL,
    failed_deliveries integer DEFAULT 0 NOT NULL,
    clicked_count integer DEFAULT 0 NOT NULL,
    dismissed_count integer DEFAULT 0 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    max_retries integer DEFAULT 3 NOT NULL,
    next_retry_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT push_notifications_clicked_count_not_negative_check CHECK ((clicked_count >= 0)),
    CONSTRAINT push_notifications_delivery_results_is_array_check CHECK ((jsonb_typeof(delivery_results) = 'array'::text)),
    CONSTRAINT push_notifications_dismissed_count_not_negative_check CHECK ((dismissed_count >= 0)),
    CONSTRAINT push_notifications_failed_deliveries_not_negative_check CHECK ((failed_deliveries >= 0)),
    CONSTRAINT push_notifications_max_retries_not_negative_check CHECK ((max_retries >= 0)),
    CONSTRAINT push_notifications_retry_count_not_negative_check CHECK ((retry_count >= 0)),
    CONSTRAINT push_notifications_successful_deliveries_not_negative_check CHECK ((successful_deliveries >= 0)),
    CONSTRAINT push_notifications_total_recipients_not_negative_check CHECK ((total_recipients >= 0)),
    CONSTRAINT push_notifications_ttl_not_negative_check CHECK ((ttl >= 0))
);

ALTER TABLE ONLY public.push_notifications FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.push_notifications IS 'PHI: One push notification to the devices of one or more users, with the results of its delivery.';
COMMENT ON COLUMN public.push_notifications.id IS 'Primary key.';
COMMENT ON COLUMN public.push_notifications.user_ids IS 'JSON array of the ids of the recipients; no foreign key.';
COMMENT ON COLUMN public.push_notifications.device_tokens IS 'JSON array of the push tokens to which the notification was sent.';
COMMENT ON COLUMN public.push_notifications.title IS 'PHI: Headline shown on the lock screen; it may name a student.';
COMMENT ON COLUMN public.push_notifications.body IS 'PHI: Text shown on the lock screen.';
COMMENT ON COLUMN public.push_notifications.category IS 'Subject of the notification.';
COMMENT ON COLUMN public.push_notifications.priority IS 'Urgency with which the push service delivers the notification.';
COMMENT ON COLUMN public.push_notifications.data IS 'PHI: Payload for the application on the device.';
COMMENT ON COLUMN public.push_notifications.actions IS 'Buttons that the notification offers.';
COMMENT ON COLUMN public.push_notifications.image_url IS 'URL of a picture shown with the notification.';
COMMENT ON COLUMN public.push_notifications.icon_url IS 'URL of the icon shown next to the text.';
COMMENT ON COLUMN public.push_notifications.sound IS 'Name of the sound that the device plays.';
COMMENT ON COLUMN public.push_notifications.badge IS 'Number shown on the application''s icon.';
COMMENT ON COLUMN public.push_notifications.ttl IS 'Time to live: seconds for which the push service keeps trying.';
COMMENT ON COLUMN public.push_notifications.collapse_key IS 'Key by which a later notification replaces this one.';
COMMENT ON COLUMN public.push_notifications.require_interaction IS 'TRUE if the notification stays until the user acts on it.';
COMMENT ON COLUMN public.push_notifications.silent IS 'TRUE if the notification makes no sound or vibration.';
COMMENT ON COLUMN public.push_notifications.scheduled_for IS 'Time when the notification is due to be sent, NULL for immediately.';
COMMENT ON COLUMN public.push_notifications.expires_at IS 'Time after which the notification is no longer sent.';
COMMENT ON COLUMN public.push_notifications.status IS 'Progress of the delivery.';
COMMENT ON COLUMN public.push_notifications.sent_at IS 'Time when the notification was handed to the push service.';
COMMENT ON COLUMN public.push_notifications.delivered_at IS 'Time when the push service reported the delivery.';
COMMENT ON COLUMN public.push_notifications.failed_at IS 'Time when the sending job gave up.';
COMMENT ON COLUMN public.push_notifications.delivery_results IS 'PHI: JSON array of the answers of the push service, one per device.';
COMMENT ON COLUMN public.push_notifications.total_recipients IS 'Number of devices that the notification is for.';
COMMENT ON COLUMN public.push_notifications.successful_deliveries IS 'Number of devices that the notification reached.';
COMMENT ON COLUMN public.push_notifications.failed_deliveries IS 'Number of devices that the notification did not reach.';
COMMENT ON COLUMN public.push_notifications.clicked_count IS 'Number of users who opened the notification.';
COMMENT ON COLUMN public.push_notifications.dismissed_count IS 'Number of users who dismissed the notification.';
COMMENT ON COLUMN public.push_notifications.retry_count IS 'Number of retries so far.';
COMMENT ON COLUMN public.push_notifications.max_retries IS 'Number of retries after which the sending job gives up.';
COMMENT ON COLUMN public.push_notifications.next_retry_at IS 'Time of the next retry, NULL if none is planned.';
COMMENT ON COLUMN public.push_notifications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.push_notifications.created_by IS 'User who sent the notification, or in whose name the system sent it.';
COMMENT ON COLUMN public.push_notifications.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- push_notifications: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.push_notifications
    ADD CONSTRAINT push_notifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.push_notifications
    ADD CONSTRAINT push_notifications_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- push_notifications: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX push_notifications_created_at_brin_idx ON public.push_notifications USING brin (created_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.push_notifications_created_at_brin_idx IS 'Notifications in a time range; rows are inserted in about this order.';

CREATE INDEX push_notifications_created_by_idx ON public.push_notifications USING btree (created_by);

CREATE INDEX push_notifications_next_retry_at_failed_idx ON public.push_notifications USING btree (next_retry_at) WHERE ((status = 'FAILED'::public.notification_status) AND (next_retry_at IS NOT NULL));
COMMENT ON INDEX public.push_notifications_next_retry_at_failed_idx IS 'Failed notifications, the next retry first.';

CREATE INDEX push_notifications_scheduled_for_pending_idx ON public.push_notifications USING btree (scheduled_for) WHERE (status = ANY (ARRAY['PENDING'::public.notification_status, 'SCHEDULED'::public.notification_status]));
COMMENT ON INDEX public.push_notifications_scheduled_for_pending_idx IS 'Notifications not sent yet, the next due first.';

CREATE INDEX push_notifications_user_ids_idx ON public.push_notifications USING gin (user_ids jsonb_path_ops);
COMMENT ON INDEX public.push_notifications_user_ids_idx IS 'Notifications sent to one user: user_ids @> $1.';

-- ----------------------------------------------------------------------------
-- push_notifications: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER push_notifications_200_updated_at BEFORE UPDATE ON public.push_notifications FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER push_notifications_900_audit_delete AFTER DELETE ON public.push_notifications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_push_notifications();
ALTER TABLE public.push_notifications ENABLE ALWAYS TRIGGER push_notifications_900_audit_delete;
COMMENT ON TRIGGER push_notifications_900_audit_delete ON public.push_notifications IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER push_notifications_900_audit_insert AFTER INSERT ON public.push_notifications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_push_notifications();
ALTER TABLE public.push_notifications ENABLE ALWAYS TRIGGER push_notifications_900_audit_insert;
COMMENT ON TRIGGER push_notifications_900_audit_insert ON public.push_notifications IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER push_notifications_900_audit_key AFTER UPDATE ON public.push_notifications FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_push_notifications();
ALTER TABLE public.push_notifications ENABLE ALWAYS TRIGGER push_notifications_900_audit_key;
COMMENT ON TRIGGER push_notifications_900_audit_key ON public.push_notifications IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER push_notifications_900_audit_truncate AFTER TRUNCATE ON public.push_notifications FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_push_notifications();
ALTER TABLE public.push_notifications ENABLE ALWAYS TRIGGER push_notifications_900_audit_truncate;
COMMENT ON TRIGGER push_notifications_900_audit_truncate ON public.push_notifications IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER push_notifications_900_audit_update AFTER UPDATE ON public.push_notifications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_push_notifications();
ALTER TABLE public.push_notifications ENABLE ALWAYS TRIGGER push_notifications_900_audit_update;
COMMENT ON TRIGGER push_notifications_900_audit_update ON public.push_notifications IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- push_notifications: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.push_notifications ENABLE ROW LEVEL SECURITY;

CREATE POLICY push_notifications_delete_trusted ON public.push_notifications
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY push_notifications_delete_trusted ON public.push_notifications IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY push_notifications_fence_admin ON public.push_notifications
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY push_notifications_fence_admin ON public.push_notifications IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY push_notifications_fence_district ON public.push_notifications
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY push_notifications_fence_district ON public.push_notifications IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY push_notifications_insert_author ON public.push_notifications
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((created_by = ( SELECT phi.my_id() AS my_id)));
COMMENT ON POLICY push_notifications_insert_author ON public.push_notifications IS 'Users send notifications in their own name.';

CREATE POLICY push_notifications_insert_trusted ON public.push_notifications
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY push_notifications_insert_trusted ON public.push_notifications IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY push_notifications_select_author ON public.push_notifications
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((created_by = ( SELECT phi.my_id() AS my_id)));
COMMENT ON POLICY push_notifications_select_author ON public.push_notifications IS 'Notifications that the user sent; the devices get theirs from the backend.';

CREATE POLICY push_notifications_select_trusted ON public.push_notifications
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY push_notifications_select_trusted ON public.push_notifications IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY push_notifications_update_trusted ON public.push_notifications
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY push_notifications_update_trusted ON public.push_notifications IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- push_notifications: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.push_notifications TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.push_notifications TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_ids),UPDATE(user_ids) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(body),UPDATE(body) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(data),UPDATE(data) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(actions),UPDATE(actions) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(image_url),UPDATE(image_url) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(icon_url),UPDATE(icon_url) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sound),UPDATE(sound) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(badge),UPDATE(badge) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ttl),UPDATE(ttl) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(collapse_key),UPDATE(collapse_key) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(require_interaction),UPDATE(require_interaction) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(silent),UPDATE(silent) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_for),UPDATE(scheduled_for) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_at),UPDATE(sent_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(delivered_at),UPDATE(delivered_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failed_at),UPDATE(failed_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(delivery_results),UPDATE(delivery_results) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total_recipients),UPDATE(total_recipients) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(successful_deliveries),UPDATE(successful_deliveries) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failed_deliveries),UPDATE(failed_deliveries) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(clicked_count),UPDATE(clicked_count) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dismissed_count),UPDATE(dismissed_count) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(retry_count),UPDATE(retry_count) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(max_retries),UPDATE(max_retries) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(next_retry_at),UPDATE(next_retry_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.push_notifications
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.push_notifications WITH (security_invoker='true') AS
 SELECT id,
    user_ids AS "userIds",
    device_tokens AS "deviceTokens",
    title,
    body,
    category,
    priority,
    data,
    actions,
    image_url AS "imageUrl",
    icon_url AS "iconUrl",
    sound,
    badge,
    ttl,
    collapse_key AS "collapseKey",
    require_interaction AS "requireInteraction",
    silent,
    scheduled_for AS "scheduledFor",
    expires_at AS "expiresAt",
    status,
    sent_at AS "sentAt",
    delivered_at AS "deliveredAt",
    failed_at AS "failedAt",
    delivery_results AS "deliveryResults",
    total_recipients AS "totalRecipients",
    successful_deliveries AS "successfulDeliveries",
    failed_deliveries AS "failedDeliveries",
    clicked_count AS "clickedCount",
    dismissed_count AS "dismissedCount",
    retry_count AS "retryCount",
    max_retries AS "maxRetries",
    next_retry_at AS "nextRetryAt",
    created_by AS "createdBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.push_notifications;

COMMENT ON VIEW sequelize.push_notifications IS 'Model PushNotification: public.push_notifications with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.push_notifications: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.push_notifications TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.push_notifications TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_push_notifications
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_push_notifications()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);
    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.logged_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, new_values
        )
        SELECT
            'push_notifications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.user_ids IS NOT NULL THEN '"user_ids":' || to_json(n.user_ids) END,
                CASE WHEN n.device_tokens IS NOT NULL THEN '"device_tokens":' || '"***"' END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.body IS NOT NULL THEN '"body":' || '"***"' END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.data IS NOT NULL THEN '"data":' || '"***"' END,
                CASE WHEN n.actions IS NOT NULL THEN '"actions":' || to_json(n.actions) END,
                CASE WHEN n.image_url IS NOT NULL THEN '"image_url":' || '"***"' END,
                CASE WHEN n.icon_url IS NOT NULL THEN '"icon_url":' || to_json(n.icon_url) END,
                CASE WHEN n.sound IS NOT NULL THEN '"sound":' || to_json(n.sound) END,
                CASE WHEN n.badge IS NOT NULL THEN '"badge":' || to_json(n.badge) END,
                CASE WHEN n.ttl IS NOT NULL THEN '"ttl":' || to_json(n.ttl) END,
                CASE WHEN n.collapse_key IS NOT NULL THEN '"collapse_key":' || to_json(n.collapse_key) END,
                CASE WHEN n.require_interaction IS NOT NULL THEN '"require_interaction":' || to_json(n.require_interaction) END,
                CASE WHEN n.silent IS NOT NULL THEN '"silent":' || to_json(n.silent) END,
                CASE WHEN n.scheduled_for IS NOT NULL THEN '"scheduled_for":' || to_json(n.scheduled_for) END,
                CASE WHEN n.expires_at IS NOT NULL THEN '"expires_at":' || to_json(n.expires_at) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.sent_at IS NOT NULL THEN '"sent_at":' || to_json(n.sent_at) END,
                CASE WHEN n.delivered_at IS NOT NULL THEN '"delivered_at":' || to_json(n.delivered_at) END,
                CASE WHEN n.failed_at IS NOT NULL THEN '"failed_at":' || to_json(n.failed_at) END,
                CASE WHEN n.delivery_results IS NOT NULL THEN '"delivery_results":' || '"***"' END,
                CASE WHEN n.total_recipients IS NOT NULL THEN '"total_recipients":' || to_json(n.total_recipients) END,
                CASE WHEN n.successful_deliveries IS NOT NULL THEN '"successful_deliveries":' || to_json(n.successful_deliveries) END,
                CASE WHEN n.failed_deliveries IS NOT NULL THEN '"failed_deliveries":' || to_json(n.failed_deliveries) END,
                CASE WHEN n.clicked_count IS NOT NULL THEN '"clicked_count":' || to_json(n.clicked_count) END,
                CASE WHEN n.dismissed_count IS NOT NULL THEN '"dismissed_count":' || to_json(n.dismissed_count) END,
                CASE WHEN n.retry_count IS NOT NULL THEN '"retry_count":' || to_json(n.retry_count) END,
                CASE WHEN n.max_retries IS NOT NULL THEN '"max_retries":' || to_json(n.max_retries) END,
                CASE WHEN n.next_retry_at IS NOT NULL THEN '"next_retry_at":' || to_json(n.next_retry_at) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'push_notifications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.user_ids IS NOT NULL THEN '"user_ids":' || to_json(o.user_ids) END,
                CASE WHEN o.device_tokens IS NOT NULL THEN '"device_tokens":' || '"***"' END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.body IS NOT NULL THEN '"body":' || '"***"' END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.data IS NOT NULL THEN '"data":' || '"***"' END,
                CASE WHEN o.actions IS NOT NULL THEN '"actions":' || to_json(o.actions) END,
                CASE WHEN o.image_url IS NOT NULL THEN '"image_url":' || '"***"' END,
                CASE WHEN o.icon_url IS NOT NULL THEN '"icon_url":' || to_json(o.icon_url) END,
                CASE WHEN o.sound IS NOT NULL THEN '"sound":' || to_json(o.sound) END,
                CASE WHEN o.badge IS NOT NULL THEN '"badge":' || to_json(o.badge) END,
                CASE WHEN o.ttl IS NOT NULL THEN '"ttl":' || to_json(o.ttl) END,
                CASE WHEN o.collapse_key IS NOT NULL THEN '"collapse_key":' || to_json(o.collapse_key) END,
                CASE WHEN o.require_interaction IS NOT NULL THEN '"require_interaction":' || to_json(o.require_interaction) END,
                CASE WHEN o.silent IS NOT NULL THEN '"silent":' || to_json(o.silent) END,
                CASE WHEN o.scheduled_for IS NOT NULL THEN '"scheduled_for":' || to_json(o.scheduled_for) END,
                CASE WHEN o.expires_at IS NOT NULL THEN '"expires_at":' || to_json(o.expires_at) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.sent_at IS NOT NULL THEN '"sent_at":' || to_json(o.sent_at) END,
                CASE WHEN o.delivered_at IS NOT NULL THEN '"delivered_at":' || to_json(o.delivered_at) END,
                CASE WHEN o.failed_at IS NOT NULL THEN '"failed_at":' || to_json(o.failed_at) END,
                CASE WHEN o.delivery_results IS NOT NULL THEN '"delivery_results":' || '"***"' END,
                CASE WHEN o.total_recipients IS NOT NULL THEN '"total_recipients":' || to_json(o.total_recipients) END,
                CASE WHEN o.successful_deliveries IS NOT NULL THEN '"successful_deliveries":' || to_json(o.successful_deliveries) END,
                CASE WHEN o.failed_deliveries IS NOT NULL THEN '"failed_deliveries":' || to_json(o.failed_deliveries) END,
                CASE WHEN o.clicked_count IS NOT NULL THEN '"clicked_count":' || to_json(o.clicked_count) END,
                CASE WHEN o.dismissed_count IS NOT NULL THEN '"dismissed_count":' || to_json(o.dismissed_count) END,
                CASE WHEN o.retry_count IS NOT NULL THEN '"retry_count":' || to_json(o.retry_count) END,
                CASE WHEN o.max_retries IS NOT NULL THEN '"max_retries":' || to_json(o.max_retries) END,
                CASE WHEN o.next_retry_at IS NOT NULL THEN '"next_retry_at":' || to_json(o.next_retry_at) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'push_notifications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'push_notifications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.user_ids IS DISTINCT FROM n.user_ids THEN '"user_ids":' || coalesce(to_json(o.user_ids)::text, 'null') END,
                CASE WHEN o.device_tokens IS DISTINCT FROM n.device_tokens THEN '"device_tokens":' || CASE WHEN o.device_tokens IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.body IS DISTINCT FROM n.body THEN '"body":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' body ' || o.body::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' data ' || o.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions IS DISTINCT FROM n.actions THEN '"actions":' || coalesce(to_json(o.actions)::text, 'null') END,
                CASE WHEN o.image_url IS DISTINCT FROM n.image_url THEN '"image_url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' image_url ' || o.image_url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icon_url IS DISTINCT FROM n.icon_url THEN '"icon_url":' || coalesce(to_json(o.icon_url)::text, 'null') END,
                CASE WHEN o.sound IS DISTINCT FROM n.sound THEN '"sound":' || coalesce(to_json(o.sound)::text, 'null') END,
                CASE WHEN o.badge IS DISTINCT FROM n.badge THEN '"badge":' || coalesce(to_json(o.badge)::text, 'null') END,
                CASE WHEN o.ttl IS DISTINCT FROM n.ttl THEN '"ttl":' || coalesce(to_json(o.ttl)::text, 'null') END,
                CASE WHEN o.collapse_key IS DISTINCT FROM n.collapse_key THEN '"collapse_key":' || coalesce(to_json(o.collapse_key)::text, 'null') END,
                CASE WHEN o.require_interaction IS DISTINCT FROM n.require_interaction THEN '"require_interaction":' || coalesce(to_json(o.require_interaction)::text, 'null') END,
                CASE WHEN o.silent IS DISTINCT FROM n.silent THEN '"silent":' || coalesce(to_json(o.silent)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce(to_json(o.scheduled_for)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(o.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(o.delivered_at)::text, 'null') END,
                CASE WHEN o.failed_at IS DISTINCT FROM n.failed_at THEN '"failed_at":' || coalesce(to_json(o.failed_at)::text, 'null') END,
                CASE WHEN o.delivery_results IS DISTINCT FROM n.delivery_results THEN '"delivery_results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' delivery_results ' || o.delivery_results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_recipients IS DISTINCT FROM n.total_recipients THEN '"total_recipients":' || coalesce(to_json(o.total_recipients)::text, 'null') END,
                CASE WHEN o.successful_deliveries IS DISTINCT FROM n.successful_deliveries THEN '"successful_deliveries":' || coalesce(to_json(o.successful_deliveries)::text, 'null') END,
                CASE WHEN o.failed_deliveries IS DISTINCT FROM n.failed_deliveries THEN '"failed_deliveries":' || coalesce(to_json(o.failed_deliveries)::text, 'null') END,
                CASE WHEN o.clicked_count IS DISTINCT FROM n.clicked_count THEN '"clicked_count":' || coalesce(to_json(o.clicked_count)::text, 'null') END,
                CASE WHEN o.dismissed_count IS DISTINCT FROM n.dismissed_count THEN '"dismissed_count":' || coalesce(to_json(o.dismissed_count)::text, 'null') END,
                CASE WHEN o.retry_count IS DISTINCT FROM n.retry_count THEN '"retry_count":' || coalesce(to_json(o.retry_count)::text, 'null') END,
                CASE WHEN o.max_retries IS DISTINCT FROM n.max_retries THEN '"max_retries":' || coalesce(to_json(o.max_retries)::text, 'null') END,
                CASE WHEN o.next_retry_at IS DISTINCT FROM n.next_retry_at THEN '"next_retry_at":' || coalesce(to_json(o.next_retry_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.user_ids IS DISTINCT FROM n.user_ids THEN '"user_ids":' || coalesce(to_json(n.user_ids)::text, 'null') END,
                CASE WHEN o.device_tokens IS DISTINCT FROM n.device_tokens THEN '"device_tokens":' || CASE WHEN n.device_tokens IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.body IS DISTINCT FROM n.body THEN '"body":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' body ' || n.body::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' data ' || n.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions IS DISTINCT FROM n.actions THEN '"actions":' || coalesce(to_json(n.actions)::text, 'null') END,
                CASE WHEN o.image_url IS DISTINCT FROM n.image_url THEN '"image_url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' image_url ' || n.image_url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icon_url IS DISTINCT FROM n.icon_url THEN '"icon_url":' || coalesce(to_json(n.icon_url)::text, 'null') END,
                CASE WHEN o.sound IS DISTINCT FROM n.sound THEN '"sound":' || coalesce(to_json(n.sound)::text, 'null') END,
                CASE WHEN o.badge IS DISTINCT FROM n.badge THEN '"badge":' || coalesce(to_json(n.badge)::text, 'null') END,
                CASE WHEN o.ttl IS DISTINCT FROM n.ttl THEN '"ttl":' || coalesce(to_json(n.ttl)::text, 'null') END,
                CASE WHEN o.collapse_key IS DISTINCT FROM n.collapse_key THEN '"collapse_key":' || coalesce(to_json(n.collapse_key)::text, 'null') END,
                CASE WHEN o.require_interaction IS DISTINCT FROM n.require_interaction THEN '"require_interaction":' || coalesce(to_json(n.require_interaction)::text, 'null') END,
                CASE WHEN o.silent IS DISTINCT FROM n.silent THEN '"silent":' || coalesce(to_json(n.silent)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce(to_json(n.scheduled_for)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(n.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(n.delivered_at)::text, 'null') END,
                CASE WHEN o.failed_at IS DISTINCT FROM n.failed_at THEN '"failed_at":' || coalesce(to_json(n.failed_at)::text, 'null') END,
                CASE WHEN o.delivery_results IS DISTINCT FROM n.delivery_results THEN '"delivery_results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' delivery_results ' || n.delivery_results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_recipients IS DISTINCT FROM n.total_recipients THEN '"total_recipients":' || coalesce(to_json(n.total_recipients)::text, 'null') END,
                CASE WHEN o.successful_deliveries IS DISTINCT FROM n.successful_deliveries THEN '"successful_deliveries":' || coalesce(to_json(n.successful_deliveries)::text, 'null') END,
                CASE WHEN o.failed_deliveries IS DISTINCT FROM n.failed_deliveries THEN '"failed_deliveries":' || coalesce(to_json(n.failed_deliveries)::text, 'null') END,
                CASE WHEN o.clicked_count IS DISTINCT FROM n.clicked_count THEN '"clicked_count":' || coalesce(to_json(n.clicked_count)::text, 'null') END,
                CASE WHEN o.dismissed_count IS DISTINCT FROM n.dismissed_count THEN '"dismissed_count":' || coalesce(to_json(n.dismissed_count)::text, 'null') END,
                CASE WHEN o.retry_count IS DISTINCT FROM n.retry_count THEN '"retry_count":' || coalesce(to_json(n.retry_count)::text, 'null') END,
                CASE WHEN o.max_retries IS DISTINCT FROM n.max_retries THEN '"max_retries":' || coalesce(to_json(n.max_retries)::text, 'null') END,
                CASE WHEN o.next_retry_at IS DISTINCT FROM n.next_retry_at THEN '"next_retry_at":' || coalesce(to_json(n.next_retry_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'push_notifications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.user_ids IS DISTINCT FROM n.user_ids THEN '"user_ids":' || coalesce(to_json(o.user_ids)::text, 'null') END,
                CASE WHEN o.device_tokens IS DISTINCT FROM n.device_tokens THEN '"device_tokens":' || CASE WHEN o.device_tokens IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.body IS DISTINCT FROM n.body THEN '"body":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' body ' || o.body::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' data ' || o.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions IS DISTINCT FROM n.actions THEN '"actions":' || coalesce(to_json(o.actions)::text, 'null') END,
                CASE WHEN o.image_url IS DISTINCT FROM n.image_url THEN '"image_url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' image_url ' || o.image_url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icon_url IS DISTINCT FROM n.icon_url THEN '"icon_url":' || coalesce(to_json(o.icon_url)::text, 'null') END,
                CASE WHEN o.sound IS DISTINCT FROM n.sound THEN '"sound":' || coalesce(to_json(o.sound)::text, 'null') END,
                CASE WHEN o.badge IS DISTINCT FROM n.badge THEN '"badge":' || coalesce(to_json(o.badge)::text, 'null') END,
                CASE WHEN o.ttl IS DISTINCT FROM n.ttl THEN '"ttl":' || coalesce(to_json(o.ttl)::text, 'null') END,
                CASE WHEN o.collapse_key IS DISTINCT FROM n.collapse_key THEN '"collapse_key":' || coalesce(to_json(o.collapse_key)::text, 'null') END,
                CASE WHEN o.require_interaction IS DISTINCT FROM n.require_interaction THEN '"require_interaction":' || coalesce(to_json(o.require_interaction)::text, 'null') END,
                CASE WHEN o.silent IS DISTINCT FROM n.silent THEN '"silent":' || coalesce(to_json(o.silent)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce(to_json(o.scheduled_for)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(o.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(o.delivered_at)::text, 'null') END,
                CASE WHEN o.failed_at IS DISTINCT FROM n.failed_at THEN '"failed_at":' || coalesce(to_json(o.failed_at)::text, 'null') END,
                CASE WHEN o.delivery_results IS DISTINCT FROM n.delivery_results THEN '"delivery_results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' delivery_results ' || o.delivery_results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_recipients IS DISTINCT FROM n.total_recipients THEN '"total_recipients":' || coalesce(to_json(o.total_recipients)::text, 'null') END,
                CASE WHEN o.successful_deliveries IS DISTINCT FROM n.successful_deliveries THEN '"successful_deliveries":' || coalesce(to_json(o.successful_deliveries)::text, 'null') END,
                CASE WHEN o.failed_deliveries IS DISTINCT FROM n.failed_deliveries THEN '"failed_deliveries":' || coalesce(to_json(o.failed_deliveries)::text, 'null') END,
                CASE WHEN o.clicked_count IS DISTINCT FROM n.clicked_count THEN '"clicked_count":' || coalesce(to_json(o.clicked_count)::text, 'null') END,
                CASE WHEN o.dismissed_count IS DISTINCT FROM n.dismissed_count THEN '"dismissed_count":' || coalesce(to_json(o.dismissed_count)::text, 'null') END,
                CASE WHEN o.retry_count IS DISTINCT FROM n.retry_count THEN '"retry_count":' || coalesce(to_json(o.retry_count)::text, 'null') END,
                CASE WHEN o.max_retries IS DISTINCT FROM n.max_retries THEN '"max_retries":' || coalesce(to_json(o.max_retries)::text, 'null') END,
                CASE WHEN o.next_retry_at IS DISTINCT FROM n.next_retry_at THEN '"next_retry_at":' || coalesce(to_json(o.next_retry_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.user_ids IS DISTINCT FROM n.user_ids THEN '"user_ids":' || coalesce(to_json(n.user_ids)::text, 'null') END,
                CASE WHEN o.device_tokens IS DISTINCT FROM n.device_tokens THEN '"device_tokens":' || CASE WHEN n.device_tokens IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.body IS DISTINCT FROM n.body THEN '"body":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' body ' || n.body::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' data ' || n.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions IS DISTINCT FROM n.actions THEN '"actions":' || coalesce(to_json(n.actions)::text, 'null') END,
                CASE WHEN o.image_url IS DISTINCT FROM n.image_url THEN '"image_url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' image_url ' || n.image_url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icon_url IS DISTINCT FROM n.icon_url THEN '"icon_url":' || coalesce(to_json(n.icon_url)::text, 'null') END,
                CASE WHEN o.sound IS DISTINCT FROM n.sound THEN '"sound":' || coalesce(to_json(n.sound)::text, 'null') END,
                CASE WHEN o.badge IS DISTINCT FROM n.badge THEN '"badge":' || coalesce(to_json(n.badge)::text, 'null') END,
                CASE WHEN o.ttl IS DISTINCT FROM n.ttl THEN '"ttl":' || coalesce(to_json(n.ttl)::text, 'null') END,
                CASE WHEN o.collapse_key IS DISTINCT FROM n.collapse_key THEN '"collapse_key":' || coalesce(to_json(n.collapse_key)::text, 'null') END,
                CASE WHEN o.require_interaction IS DISTINCT FROM n.require_interaction THEN '"require_interaction":' || coalesce(to_json(n.require_interaction)::text, 'null') END,
                CASE WHEN o.silent IS DISTINCT FROM n.silent THEN '"silent":' || coalesce(to_json(n.silent)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce(to_json(n.scheduled_for)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(n.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(n.delivered_at)::text, 'null') END,
                CASE WHEN o.failed_at IS DISTINCT FROM n.failed_at THEN '"failed_at":' || coalesce(to_json(n.failed_at)::text, 'null') END,
                CASE WHEN o.delivery_results IS DISTINCT FROM n.delivery_results THEN '"delivery_results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' delivery_results ' || n.delivery_results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_recipients IS DISTINCT FROM n.total_recipients THEN '"total_recipients":' || coalesce(to_json(n.total_recipients)::text, 'null') END,
                CASE WHEN o.successful_deliveries IS DISTINCT FROM n.successful_deliveries THEN '"successful_deliveries":' || coalesce(to_json(n.successful_deliveries)::text, 'null') END,
                CASE WHEN o.failed_deliveries IS DISTINCT FROM n.failed_deliveries THEN '"failed_deliveries":' || coalesce(to_json(n.failed_deliveries)::text, 'null') END,
                CASE WHEN o.clicked_count IS DISTINCT FROM n.clicked_count THEN '"clicked_count":' || coalesce(to_json(n.clicked_count)::text, 'null') END,
                CASE WHEN o.dismissed_count IS DISTINCT FROM n.dismissed_count THEN '"dismissed_count":' || coalesce(to_json(n.dismissed_count)::text, 'null') END,
                CASE WHEN o.retry_count IS DISTINCT FROM n.retry_count THEN '"retry_count":' || coalesce(to_json(n.retry_count)::text, 'null') END,
                CASE WHEN o.max_retries IS DISTINCT FROM n.max_retries THEN '"max_retries":' || coalesce(to_json(n.max_retries)::text, 'null') END,
                CASE WHEN o.next_retry_at IS DISTINCT FROM n.next_retry_at THEN '"next_retry_at":' || coalesce(to_json(n.next_retry_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_push_notifications() IS 'Trigger: logs every change of push_notifications. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_push_notifications() FROM PUBLIC;
