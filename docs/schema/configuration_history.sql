-- Table configuration_history, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             audited, law NONE, retention AUDIT_LOGS
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- configuration_history
-- ----------------------------------------------------------------------------

CREATE TABLE public.configuration_history (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    configuration_id uuid NOT NULL,
    config_key character varying(100) NOT NULL,
    old_value text,
    new_value text NOT NULL,
    changed_by uuid NOT NULL,
    changed_by_name text,
    change_reason text,
    ip_address text,
    user_agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.configuration_history IS 'One change of a system setting: old and new value and author, for auditors and for undoing a change.';
COMMENT ON COLUMN public.configuration_history.id IS 'Primary key.';
COMMENT ON COLUMN public.configuration_history.configuration_id IS 'Setting that was changed.';
COMMENT ON COLUMN public.configuration_history.config_key IS 'Key of the setting at the time of the change; a later renaming does not change it.';
COMMENT ON COLUMN public.configuration_history.old_value IS 'Value before the change, NULL for the first one.';
COMMENT ON COLUMN public.configuration_history.new_value IS 'Value after the change.';
COMMENT ON COLUMN public.configuration_history.changed_by IS 'User who made the change.';
COMMENT ON COLUMN public.configuration_history.changed_by_name IS 'Name of that staff member at the time.';
COMMENT ON COLUMN public.configuration_history.change_reason IS 'Reason for the change, as the user entered it.';
COMMENT ON COLUMN public.configuration_history.ip_address IS 'Client address of the change, as text because a proxy may report several.';
COMMENT ON COLUMN public.configuration_history.user_agent IS 'Browser or program from which the change was made.';
COMMENT ON COLUMN public.configuration_history.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.configuration_history.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- configuration_history: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.configuration_history
    ADD CONSTRAINT configuration_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.configuration_history
    ADD CONSTRAINT configuration_history_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.configuration_history
    ADD CONSTRAINT configuration_history_configuration_id_fkey FOREIGN KEY (configuration_id) REFERENCES public.system_configurations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- configuration_history: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX configuration_history_changed_by_idx ON public.configuration_history USING btree (changed_by);

CREATE INDEX configuration_history_config_key_created_at_idx ON public.configuration_history USING btree (config_key, created_at DESC);
COMMENT ON INDEX public.configuration_history_config_key_created_at_idx IS 'Changes of one setting, newest first.';

CREATE INDEX configuration_history_configuration_id_idx ON public.configuration_history USING btree (configuration_id);

-- ----------------------------------------------------------------------------
-- configuration_history: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER configuration_history_200_updated_at BEFORE UPDATE ON public.configuration_history FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER configuration_history_900_audit_delete AFTER DELETE ON public.configuration_history REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_configuration_history();
ALTER TABLE public.configuration_history ENABLE ALWAYS TRIGGER configuration_history_900_audit_delete;
COMMENT ON TRIGGER configuration_history_900_audit_delete ON public.configuration_history IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER configuration_history_900_audit_insert AFTER INSERT ON public.configuration_history REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_configuration_history();
ALTER TABLE public.configuration_history ENABLE ALWAYS TRIGGER configuration_history_900_audit_insert;
COMMENT ON TRIGGER configuration_history_900_audit_insert ON public.configuration_history IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER configuration_history_900_audit_key AFTER UPDATE ON public.configuration_history FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_configuration_history();
ALTER TABLE public.configuration_history ENABLE ALWAYS TRIGGER configuration_history_900_audit_key;
COMMENT ON TRIGGER configuration_history_900_audit_key ON public.configuration_history IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER configuration_history_900_audit_truncate AFTER TRUNCATE ON public.configuration_history FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_configuration_history();
ALTER TABLE public.configuration_history ENABLE ALWAYS TRIGGER configuration_history_900_audit_truncate;
COMMENT ON TRIGGER configuration_history_900_audit_truncate ON public.configuration_history IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER configuration_history_900_audit_update AFTER UPDATE ON public.configuration_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_configuration_history();
ALTER TABLE public.configuration_history ENABLE ALWAYS TRIGGER configuration_history_900_audit_update;
COMMENT ON TRIGGER configuration_history_900_audit_update ON public.configuration_history IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- configuration_history: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.configuration_history TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(configuration_id),UPDATE(configuration_id) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(config_key),UPDATE(config_key) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(old_value),UPDATE(old_value) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(new_value),UPDATE(new_value) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(changed_by),UPDATE(changed_by) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(changed_by_name),UPDATE(changed_by_name) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(change_reason),UPDATE(change_reason) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(ip_address),UPDATE(ip_address) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(user_agent),UPDATE(user_agent) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.configuration_history TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.configuration_history TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.configuration_history
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.configuration_history WITH (security_invoker='true') AS
 SELECT id,
    config_key AS "configKey",
    old_value AS "oldValue",
    new_value AS "newValue",
    changed_by AS "changedBy",
    configuration_id AS "configurationId",
    created_at AS "createdAt"
   FROM public.configuration_history;

COMMENT ON VIEW sequelize.configuration_history IS 'Model ConfigurationHistory: public.configuration_history with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.configuration_history: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.configuration_history TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.configuration_history TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_configuration_history
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_configuration_history()
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
            'configuration_history', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.configuration_id IS NOT NULL THEN '"configuration_id":' || to_json(n.configuration_id) END,
                CASE WHEN n.config_key IS NOT NULL THEN '"config_key":' || to_json(n.config_key) END,
                CASE WHEN n.old_value IS NOT NULL THEN '"old_value":' || '"***"' END,
                CASE WHEN n.new_value IS NOT NULL THEN '"new_value":' || '"***"' END,
                CASE WHEN n.changed_by IS NOT NULL THEN '"changed_by":' || to_json(n.changed_by) END,
                CASE WHEN n.changed_by_name IS NOT NULL THEN '"changed_by_name":' || to_json(n.changed_by_name) END,
                CASE WHEN n.change_reason IS NOT NULL THEN '"change_reason":' || '"***"' END,
                CASE WHEN n.ip_address IS NOT NULL THEN '"ip_address":' || to_json(n.ip_address) END,
                CASE WHEN n.user_agent IS NOT NULL THEN '"user_agent":' || to_json(n.user_agent) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'configuration_history', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.configuration_id IS NOT NULL THEN '"configuration_id":' || to_json(o.configuration_id) END,
                CASE WHEN o.config_key IS NOT NULL THEN '"config_key":' || to_json(o.config_key) END,
                CASE WHEN o.old_value IS NOT NULL THEN '"old_value":' || '"***"' END,
                CASE WHEN o.new_value IS NOT NULL THEN '"new_value":' || '"***"' END,
                CASE WHEN o.changed_by IS NOT NULL THEN '"changed_by":' || to_json(o.changed_by) END,
                CASE WHEN o.changed_by_name IS NOT NULL THEN '"changed_by_name":' || to_json(o.changed_by_name) END,
                CASE WHEN o.change_reason IS NOT NULL THEN '"change_reason":' || '"***"' END,
                CASE WHEN o.ip_address IS NOT NULL THEN '"ip_address":' || to_json(o.ip_address) END,
                CASE WHEN o.user_agent IS NOT NULL THEN '"user_agent":' || to_json(o.user_agent) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'configuration_history', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'configuration_history', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.configuration_id IS DISTINCT FROM n.configuration_id THEN '"configuration_id":' || coalesce(to_json(o.configuration_id)::text, 'null') END,
                CASE WHEN o.config_key IS DISTINCT FROM n.config_key THEN '"config_key":' || coalesce(to_json(o.config_key)::text, 'null') END,
                CASE WHEN o.old_value IS DISTINCT FROM n.old_value THEN '"old_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' old_value ' || o.old_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.new_value IS DISTINCT FROM n.new_value THEN '"new_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' new_value ' || o.new_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.changed_by IS DISTINCT FROM n.changed_by THEN '"changed_by":' || coalesce(to_json(o.changed_by)::text, 'null') END,
                CASE WHEN o.changed_by_name IS DISTINCT FROM n.changed_by_name THEN '"changed_by_name":' || coalesce(to_json(o.changed_by_name)::text, 'null') END,
                CASE WHEN o.change_reason IS DISTINCT FROM n.change_reason THEN '"change_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' change_reason ' || o.change_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(o.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(o.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.configuration_id IS DISTINCT FROM n.configuration_id THEN '"configuration_id":' || coalesce(to_json(n.configuration_id)::text, 'null') END,
                CASE WHEN o.config_key IS DISTINCT FROM n.config_key THEN '"config_key":' || coalesce(to_json(n.config_key)::text, 'null') END,
                CASE WHEN o.old_value IS DISTINCT FROM n.old_value THEN '"old_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' old_value ' || n.old_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.new_value IS DISTINCT FROM n.new_value THEN '"new_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' new_value ' || n.new_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.changed_by IS DISTINCT FROM n.changed_by THEN '"changed_by":' || coalesce(to_json(n.changed_by)::text, 'null') END,
                CASE WHEN o.changed_by_name IS DISTINCT FROM n.changed_by_name THEN '"changed_by_name":' || coalesce(to_json(n.changed_by_name)::text, 'null') END,
                CASE WHEN o.change_reason IS DISTINCT FROM n.change_reason THEN '"change_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' change_reason ' || n.change_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(n.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(n.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'configuration_history', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.configuration_id IS DISTINCT FROM n.configuration_id THEN '"configuration_id":' || coalesce(to_json(o.configuration_id)::text, 'null') END,
                CASE WHEN o.config_key IS DISTINCT FROM n.config_key THEN '"config_key":' || coalesce(to_json(o.config_key)::text, 'null') END,
                CASE WHEN o.old_value IS DISTINCT FROM n.old_value THEN '"old_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' old_value ' || o.old_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.new_value IS DISTINCT FROM n.new_value THEN '"new_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' new_value ' || o.new_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.changed_by IS DISTINCT FROM n.changed_by THEN '"changed_by":' || coalesce(to_json(o.changed_by)::text, 'null') END,
                CASE WHEN o.changed_by_name IS DISTINCT FROM n.changed_by_name THEN '"changed_by_name":' || coalesce(to_json(o.changed_by_name)::text, 'null') END,
                CASE WHEN o.change_reason IS DISTINCT FROM n.change_reason THEN '"change_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' change_reason ' || o.change_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(o.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(o.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.configuration_id IS DISTINCT FROM n.configuration_id THEN '"configuration_id":' || coalesce(to_json(n.configuration_id)::text, 'null') END,
                CASE WHEN o.config_key IS DISTINCT FROM n.config_key THEN '"config_key":' || coalesce(to_json(n.config_key)::text, 'null') END,
                CASE WHEN o.old_value IS DISTINCT FROM n.old_value THEN '"old_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' old_value ' || n.old_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.new_value IS DISTINCT FROM n.new_value THEN '"new_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' new_value ' || n.new_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.changed_by IS DISTINCT FROM n.changed_by THEN '"changed_by":' || coalesce(to_json(n.changed_by)::text, 'null') END,
                CASE WHEN o.changed_by_name IS DISTINCT FROM n.changed_by_name THEN '"changed_by_name":' || coalesce(to_json(n.changed_by_name)::text, 'null') END,
                CASE WHEN o.change_reason IS DISTINCT FROM n.change_reason THEN '"change_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' change_reason ' || n.change_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(n.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(n.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_configuration_history() IS 'Trigger: logs every change of configuration_history. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_configuration_history() FROM PUBLIC;
