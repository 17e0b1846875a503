-- Table message_delivery, with everything that serves it alone.
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
-- message_delivery
-- ----------------------------------------------------------------------------

CREATE TABLE public.message_delivery (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    message_id uuid NOT NULL,
    recipient_type public.recipient_type NOT NULL,
    recipient_id uuid NOT NULL,
    channel public.message_delivery_channel NOT NULL,
    status public.message_delivery_status NOT NULL,
    contact_info character varying(500),
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    failure_reason text,
    external_id character varying(255),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY public.message_delivery FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.message_delivery IS 'PHI: One attempt to deliver a message to one recipient on one channel. Staff see whether a family was reached.';
COMMENT ON COLUMN public.message_delivery.id IS 'Primary key.';
COMMENT ON COLUMN public.message_delivery.message_id IS 'Message that was delivered; each attempt has a row of its own.';
COMMENT ON COLUMN public.message_delivery.recipient_type IS 'Kind of recipient; decides which table recipient_id refers to.';
COMMENT ON COLUMN public.message_delivery.recipient_id IS 'Recipient of the message, in the table that recipient_type implies.';
COMMENT ON COLUMN public.message_delivery.channel IS 'Channel on which the message was sent.';
COMMENT ON COLUMN public.message_delivery.status IS 'Latest status that the sending service reported.';
COMMENT ON COLUMN public.message_delivery.contact_info IS 'PHI: Phone number, email address or device token that was used.';
COMMENT ON COLUMN public.message_delivery.sent_at IS 'Time when the message was handed to the mail, SMS or push service.';
COMMENT ON COLUMN public.message_delivery.delivered_at IS 'Time when the service reported the delivery, NULL if it did not.';
COMMENT ON COLUMN public.message_delivery.failure_reason IS 'PHI: Error text of the service; it may quote the address.';
COMMENT ON COLUMN public.message_delivery.external_id IS 'Message id assigned by the sending service.';
COMMENT ON COLUMN public.message_delivery.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.message_delivery.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.message_delivery.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- message_delivery: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.message_delivery
    ADD CONSTRAINT message_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_delivery
    ADD CONSTRAINT message_delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- message_delivery: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX message_delivery_channel_created_at_pending_idx ON public.message_delivery USING btree (channel, created_at) WHERE ((status = 'PENDING'::public.message_delivery_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.message_delivery_channel_created_at_pending_idx IS 'Pending deliveries of a channel, the oldest first.';

CREATE INDEX message_delivery_external_id_idx ON public.message_delivery USING btree (external_id) WHERE ((external_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.message_delivery_external_id_idx IS 'The delivery to which a receipt from the email or SMS provider belongs.';

CREATE INDEX message_delivery_message_id_idx ON public.message_delivery USING btree (message_id);

CREATE INDEX message_delivery_recipient_id_created_at_idx ON public.message_delivery USING btree (recipient_id, created_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.message_delivery_recipient_id_created_at_idx IS 'Deliveries to a recipient, newest first.';

-- ----------------------------------------------------------------------------
-- message_delivery: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER message_delivery_050_no_hard_delete BEFORE DELETE ON public.message_delivery FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_050_no_hard_delete;
COMMENT ON TRIGGER message_delivery_050_no_hard_delete ON public.message_delivery IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER message_delivery_050_no_truncate BEFORE TRUNCATE ON public.message_delivery FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_050_no_truncate;
COMMENT ON TRIGGER message_delivery_050_no_truncate ON public.message_delivery IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER message_delivery_200_updated_at BEFORE UPDATE ON public.message_delivery FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER message_delivery_900_audit_delete AFTER DELETE ON public.message_delivery REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_message_delivery();
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_900_audit_delete;
COMMENT ON TRIGGER message_delivery_900_audit_delete ON public.message_delivery IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER message_delivery_900_audit_insert AFTER INSERT ON public.message_delivery REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_message_delivery();
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_900_audit_insert;
COMMENT ON TRIGGER message_delivery_900_audit_insert ON public.message_delivery IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER message_delivery_900_audit_key AFTER UPDATE ON public.message_delivery FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_message_delivery();
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_900_audit_key;
COMMENT ON TRIGGER message_delivery_900_audit_key ON public.message_delivery IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER message_delivery_900_audit_truncate AFTER TRUNCATE ON public.message_delivery FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_message_delivery();
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_900_audit_truncate;
COMMENT ON TRIGGER message_delivery_900_audit_truncate ON public.message_delivery IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER message_delivery_900_audit_update AFTER UPDATE ON public.message_delivery REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_message_delivery();
ALTER TABLE public.message_delivery ENABLE ALWAYS TRIGGER message_delivery_900_audit_update;
COMMENT ON TRIGGER message_delivery_900_audit_update ON public.message_delivery IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- message_delivery: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.message_delivery ENABLE ROW LEVEL SECURITY;

CREATE POLICY message_delivery_delete_trusted ON public.message_delivery
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_delivery_delete_trusted ON public.message_delivery IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY message_delivery_fence_admin ON public.message_delivery
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY message_delivery_fence_admin ON public.message_delivery IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_delivery_fence_district ON public.message_delivery
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY message_delivery_fence_district ON public.message_delivery IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_delivery_insert_sender ON public.message_delivery
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((EXISTS ( SELECT
   FROM public.messages m
  WHERE ((m.id = message_delivery.message_id) AND (m.sender_id = ( SELECT phi.my_id() AS my_id))))));
COMMENT ON POLICY message_delivery_insert_sender ON public.message_delivery IS 'The sender chooses the recipients.';

CREATE POLICY message_delivery_insert_trusted ON public.message_delivery
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY message_delivery_insert_trusted ON public.message_delivery IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY message_delivery_select_participant ON public.message_delivery
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (((recipient_id = ( SELECT phi.my_id() AS my_id)) OR (EXISTS ( SELECT
   FROM public.messages m
  WHERE ((m.id = message_delivery.message_id) AND (m.sender_id = ( SELECT phi.my_id() AS my_id)))))));
COMMENT ON POLICY message_delivery_select_participant ON public.message_delivery IS 'Deliveries to the user, and of the user''s own messages.';

CREATE POLICY message_delivery_select_trusted ON public.message_delivery
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_delivery_select_trusted ON public.message_delivery IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY message_delivery_update_trusted ON public.message_delivery
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY message_delivery_update_trusted ON public.message_delivery IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- message_delivery: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.message_delivery TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_delivery TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message_id),UPDATE(message_id) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_type),UPDATE(recipient_type) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_id),UPDATE(recipient_id) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(channel),UPDATE(channel) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(contact_info),UPDATE(contact_info) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_at),UPDATE(sent_at) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(delivered_at),UPDATE(delivered_at) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failure_reason),UPDATE(failure_reason) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(external_id),UPDATE(external_id) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.message_delivery TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.message_deliveries
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_deliveries WITH (security_invoker='true') AS
 SELECT id,
    recipient_type AS "recipientType",
    recipient_id AS "recipientId",
    channel,
    status,
    contact_info AS "contactInfo",
    sent_at AS "sentAt",
    delivered_at AS "deliveredAt",
    failure_reason AS "failureReason",
    external_id AS "externalId",
    message_id AS "messageId",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.message_delivery
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.message_deliveries IS 'Model MessageDelivery: public.message_delivery with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.message_deliveries: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER message_deliveries_050_soft_delete INSTEAD OF DELETE ON sequelize.message_deliveries FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('message_delivery');
COMMENT ON TRIGGER message_deliveries_050_soft_delete ON sequelize.message_deliveries IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.message_deliveries: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.message_deliveries TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.message_deliveries TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_message_delivery
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_message_delivery()
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
            'message_delivery', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.message_id IS NOT NULL THEN '"message_id":' || to_json(n.message_id) END,
                CASE WHEN n.recipient_type IS NOT NULL THEN '"recipient_type":' || to_json(n.recipient_type) END,
                CASE WHEN n.recipient_id IS NOT NULL THEN '"recipient_id":' || to_json(n.recipient_id) END,
                CASE WHEN n.channel IS NOT NULL THEN '"channel":' || to_json(n.channel) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.contact_info IS NOT NULL THEN '"contact_info":' || '"***"' END,
                CASE WHEN n.sent_at IS NOT NULL THEN '"sent_at":' || to_json(n.sent_at) END,
                CASE WHEN n.delivered_at IS NOT NULL THEN '"delivered_at":' || to_json(n.delivered_at) END,
                CASE WHEN n.failure_reason IS NOT NULL THEN '"failure_reason":' || '"***"' END,
                CASE WHEN n.external_id IS NOT NULL THEN '"external_id":' || to_json(n.external_id) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'message_delivery', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.message_id IS NOT NULL THEN '"message_id":' || to_json(o.message_id) END,
                CASE WHEN o.recipient_type IS NOT NULL THEN '"recipient_type":' || to_json(o.recipient_type) END,
                CASE WHEN o.recipient_id IS NOT NULL THEN '"recipient_id":' || to_json(o.recipient_id) END,
                CASE WHEN o.channel IS NOT NULL THEN '"channel":' || to_json(o.channel) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.contact_info IS NOT NULL THEN '"contact_info":' || '"***"' END,
                CASE WHEN o.sent_at IS NOT NULL THEN '"sent_at":' || to_json(o.sent_at) END,
                CASE WHEN o.delivered_at IS NOT NULL THEN '"delivered_at":' || to_json(o.delivered_at) END,
                CASE WHEN o.failure_reason IS NOT NULL THEN '"failure_reason":' || '"***"' END,
                CASE WHEN o.external_id IS NOT NULL THEN '"external_id":' || to_json(o.external_id) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'message_delivery', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'message_delivery', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.message_id IS DISTINCT FROM n.message_id THEN '"message_id":' || coalesce(to_json(o.message_id)::text, 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(o.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_id IS DISTINCT FROM n.recipient_id THEN '"recipient_id":' || coalesce(to_json(o.recipient_id)::text, 'null') END,
                CASE WHEN o.channel IS DISTINCT FROM n.channel THEN '"channel":' || coalesce(to_json(o.channel)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.contact_info IS DISTINCT FROM n.contact_info THEN '"contact_info":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' contact_info ' || o.contact_info::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(o.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(o.delivered_at)::text, 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' failure_reason ' || o.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.external_id IS DISTINCT FROM n.external_id THEN '"external_id":' || coalesce(to_json(o.external_id)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.message_id IS DISTINCT FROM n.message_id THEN '"message_id":' || coalesce(to_json(n.message_id)::text, 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(n.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_id IS DISTINCT FROM n.recipient_id THEN '"recipient_id":' || coalesce(to_json(n.recipient_id)::text, 'null') END,
                CASE WHEN o.channel IS DISTINCT FROM n.channel THEN '"channel":' || coalesce(to_json(n.channel)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.contact_info IS DISTINCT FROM n.contact_info THEN '"contact_info":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' contact_info ' || n.contact_info::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(n.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(n.delivered_at)::text, 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' failure_reason ' || n.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.external_id IS DISTINCT FROM n.external_id THEN '"external_id":' || coalesce(to_json(n.external_id)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'message_delivery', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.message_id IS DISTINCT FROM n.message_id THEN '"message_id":' || coalesce(to_json(o.message_id)::text, 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(o.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_id IS DISTINCT FROM n.recipient_id THEN '"recipient_id":' || coalesce(to_json(o.recipient_id)::text, 'null') END,
                CASE WHEN o.channel IS DISTINCT FROM n.channel THEN '"channel":' || coalesce(to_json(o.channel)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.contact_info IS DISTINCT FROM n.contact_info THEN '"contact_info":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' contact_info ' || o.contact_info::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(o.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(o.delivered_at)::text, 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' failure_reason ' || o.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.external_id IS DISTINCT FROM n.external_id THEN '"external_id":' || coalesce(to_json(o.external_id)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.message_id IS DISTINCT FROM n.message_id THEN '"message_id":' || coalesce(to_json(n.message_id)::text, 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(n.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_id IS DISTINCT FROM n.recipient_id THEN '"recipient_id":' || coalesce(to_json(n.recipient_id)::text, 'null') END,
                CASE WHEN o.channel IS DISTINCT FROM n.channel THEN '"channel":' || coalesce(to_json(n.channel)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.contact_info IS DISTINCT FROM n.contact_info THEN '"contact_info":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' contact_info ' || n.contact_info::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce(to_json(n.sent_at)::text, 'null') END,
                CASE WHEN o.delivered_at IS DISTINCT FROM n.delivered_at THEN '"delivered_at":' || coalesce(to_json(n.delivered_at)::text, 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' failure_reason ' || n.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.external_id IS DISTINCT FROM n.external_id THEN '"external_id":' || coalesce(to_json(n.external_id)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_message_delivery() IS 'Trigger: logs every change of message_delivery. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_message_delivery() FROM PUBLIC;
