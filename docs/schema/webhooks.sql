-- Table webhooks, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- webhooks
-- ----------------------------------------------------------------------------

CREATE TABLE public.webhooks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    url character varying(500) NOT NULL,
    events jsonb NOT NULL,
    is_active boolean DEFAULT true,
    secret character varying(255),
    headers jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT webhooks_url_not_blank_check CHECK ((btrim((url)::text) <> ''::text))
);

COMMENT ON TABLE public.webhooks IS 'An outside URL that the application calls when certain events occur. Administrators set it up.';
COMMENT ON COLUMN public.webhooks.id IS 'Primary key.';
COMMENT ON COLUMN public.webhooks.url IS 'URL that receives the POST request.';
COMMENT ON COLUMN public.webhooks.events IS 'Names of the events that trigger the call, as JSON.';
COMMENT ON COLUMN public.webhooks.is_active IS 'FALSE disables the calls. NULL is unexpected, but the model allows it.';
COMMENT ON COLUMN public.webhooks.secret IS 'Secret: key that signs the payload, so that the receiver can verify the sender.';
COMMENT ON COLUMN public.webhooks.headers IS 'Extra HTTP headers of the call, as JSON; they may contain credentials.';
COMMENT ON COLUMN public.webhooks.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.webhooks.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.webhooks.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- webhooks: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- webhooks: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX webhooks_created_by_idx ON public.webhooks USING btree (created_by);

-- ----------------------------------------------------------------------------
-- webhooks: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER webhooks_200_updated_at BEFORE UPDATE ON public.webhooks FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER webhooks_900_audit_delete AFTER DELETE ON public.webhooks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_webhooks();
ALTER TABLE public.webhooks ENABLE ALWAYS TRIGGER webhooks_900_audit_delete;
COMMENT ON TRIGGER webhooks_900_audit_delete ON public.webhooks IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER webhooks_900_audit_insert AFTER INSERT ON public.webhooks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_webhooks();
ALTER TABLE public.webhooks ENABLE ALWAYS TRIGGER webhooks_900_audit_insert;
COMMENT ON TRIGGER webhooks_900_audit_insert ON public.webhooks IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER webhooks_900_audit_key AFTER UPDATE ON public.webhooks FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_webhooks();
ALTER TABLE public.webhooks ENABLE ALWAYS TRIGGER webhooks_900_audit_key;
COMMENT ON TRIGGER webhooks_900_audit_key ON public.webhooks IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER webhooks_900_audit_truncate AFTER TRUNCATE ON public.webhooks FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_webhooks();
ALTER TABLE public.webhooks ENABLE ALWAYS TRIGGER webhooks_900_audit_truncate;
COMMENT ON TRIGGER webhooks_900_audit_truncate ON public.webhooks IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER webhooks_900_audit_update AFTER UPDATE ON public.webhooks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_webhooks();
ALTER TABLE public.webhooks ENABLE ALWAYS TRIGGER webhooks_900_audit_update;
COMMENT ON TRIGGER webhooks_900_audit_update ON public.webhooks IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- webhooks: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(url),UPDATE(url) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(events),UPDATE(events) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.webhooks TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.webhooks TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.webhooks
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.webhooks WITH (security_invoker='true') AS
 SELECT id,
    url,
    events,
    is_active AS "isActive",
    secret,
    headers,
    created_by AS "createdBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.webhooks;

COMMENT ON VIEW sequelize.webhooks IS 'Model Webhook: public.webhooks with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.webhooks: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.webhooks TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.webhooks TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_webhooks
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_webhooks()
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
            'webhooks', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.url IS NOT NULL THEN '"url":' || '"***"' END,
                CASE WHEN n.events IS NOT NULL THEN '"events":' || to_json(n.events) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.secret IS NOT NULL THEN '"secret":' || '"***"' END,
                CASE WHEN n.headers IS NOT NULL THEN '"headers":' || '"***"' END,
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
            'webhooks', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.url IS NOT NULL THEN '"url":' || '"***"' END,
                CASE WHEN o.events IS NOT NULL THEN '"events":' || to_json(o.events) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.secret IS NOT NULL THEN '"secret":' || '"***"' END,
                CASE WHEN o.headers IS NOT NULL THEN '"headers":' || '"***"' END,
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
            'webhooks', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'webhooks', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.url IS DISTINCT FROM n.url THEN '"url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' url ' || o.url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.events IS DISTINCT FROM n.events THEN '"events":' || coalesce(to_json(o.events)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.secret IS DISTINCT FROM n.secret THEN '"secret":' || CASE WHEN o.secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.headers IS DISTINCT FROM n.headers THEN '"headers":' || CASE WHEN o.headers IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.url IS DISTINCT FROM n.url THEN '"url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' url ' || n.url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.events IS DISTINCT FROM n.events THEN '"events":' || coalesce(to_json(n.events)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.secret IS DISTINCT FROM n.secret THEN '"secret":' || CASE WHEN n.secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.headers IS DISTINCT FROM n.headers THEN '"headers":' || CASE WHEN n.headers IS NULL THEN 'null' ELSE '"***"' END END,
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
            'webhooks', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.url IS DISTINCT FROM n.url THEN '"url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' url ' || o.url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.events IS DISTINCT FROM n.events THEN '"events":' || coalesce(to_json(o.events)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.secret IS DISTINCT FROM n.secret THEN '"secret":' || CASE WHEN o.secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.headers IS DISTINCT FROM n.headers THEN '"headers":' || CASE WHEN o.headers IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.url IS DISTINCT FROM n.url THEN '"url":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' url ' || n.url::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.events IS DISTINCT FROM n.events THEN '"events":' || coalesce(to_json(n.events)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.secret IS DISTINCT FROM n.secret THEN '"secret":' || CASE WHEN n.secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.headers IS DISTINCT FROM n.headers THEN '"headers":' || CASE WHEN n.headers IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_webhooks() IS 'Trigger: logs every change of webhooks. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_webhooks() FROM PUBLIC;
