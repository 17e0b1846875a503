-- Table integration_configs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- integration_configs
-- ----------------------------------------------------------------------------

CREATE TABLE public.integration_configs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(100) NOT NULL,
    type public.integration_type NOT NULL,
    status public.integration_status DEFAULT 'INACTIVE'::public.integration_status NOT NULL,
    endpoint text,
    api_key text,
    username character varying(100),
    password text,
    settings jsonb,
    authentication jsonb,
    sync_frequency integer,
    is_active boolean DEFAULT true NOT NULL,
    last_sync_at timestamp with time zone,
    last_sync_status character varying(20),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT integration_configs_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT integration_configs_sync_frequency_not_negative_check CHECK ((sync_frequency >= 0))
);

COMMENT ON TABLE public.integration_configs IS 'Settings of the connection to one outside system, such as a student information system or a pharmacy.';
COMMENT ON COLUMN public.integration_configs.id IS 'Primary key.';
COMMENT ON COLUMN public.integration_configs.name IS 'Name of the connection in the admin pages.';
COMMENT ON COLUMN public.integration_configs.type IS 'Kind of outside system.';
COMMENT ON COLUMN public.integration_configs.status IS 'State that the connector reports.';
COMMENT ON COLUMN public.integration_configs.endpoint IS 'Base URL of the outside system.';
COMMENT ON COLUMN public.integration_configs.api_key IS 'Secret: API key for the outside system.';
COMMENT ON COLUMN public.integration_configs.username IS 'User name for the outside system.';
COMMENT ON COLUMN public.integration_configs.password IS 'Secret: password for that user name; text, because an encrypted password is long.';
COMMENT ON COLUMN public.integration_configs.settings IS 'Options of the connector; JSON without a fixed structure.';
COMMENT ON COLUMN public.integration_configs.authentication IS 'Secret: further login data such as OAuth settings; JSON without a fixed structure.';
COMMENT ON COLUMN public.integration_configs.sync_frequency IS 'Interval between two runs in minutes, NULL for manual runs only.';
COMMENT ON COLUMN public.integration_configs.is_active IS 'FALSE disables the connection, regardless of status.';
COMMENT ON COLUMN public.integration_configs.last_sync_at IS 'Time of the latest run, NULL before the first.';
COMMENT ON COLUMN public.integration_configs.last_sync_status IS 'Result of the latest run, free text.';
COMMENT ON COLUMN public.integration_configs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.integration_configs.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- integration_configs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.integration_configs
    ADD CONSTRAINT integration_configs_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- integration_configs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER integration_configs_200_updated_at BEFORE UPDATE ON public.integration_configs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER integration_configs_900_audit_delete AFTER DELETE ON public.integration_configs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_configs();
ALTER TABLE public.integration_configs ENABLE ALWAYS TRIGGER integration_configs_900_audit_delete;
COMMENT ON TRIGGER integration_configs_900_audit_delete ON public.integration_configs IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER integration_configs_900_audit_insert AFTER INSERT ON public.integration_configs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_configs();
ALTER TABLE public.integration_configs ENABLE ALWAYS TRIGGER integration_configs_900_audit_insert;
COMMENT ON TRIGGER integration_configs_900_audit_insert ON public.integration_configs IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER integration_configs_900_audit_key AFTER UPDATE ON public.integration_configs FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_integration_configs();
ALTER TABLE public.integration_configs ENABLE ALWAYS TRIGGER integration_configs_900_audit_key;
COMMENT ON TRIGGER integration_configs_900_audit_key ON public.integration_configs IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER integration_configs_900_audit_truncate AFTER TRUNCATE ON public.integration_configs FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_configs();
ALTER TABLE public.integration_configs ENABLE ALWAYS TRIGGER integration_configs_900_audit_truncate;
COMMENT ON TRIGGER integration_configs_900_audit_truncate ON public.integration_configs IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER integration_configs_900_audit_update AFTER UPDATE ON public.integration_configs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_configs();
ALTER TABLE public.integration_configs ENABLE ALWAYS TRIGGER integration_configs_900_audit_update;
COMMENT ON TRIGGER integration_configs_900_audit_update ON public.integration_configs IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- integration_configs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.integration_configs TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(name),UPDATE(name) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(type),UPDATE(type) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(endpoint),UPDATE(endpoint) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(username),UPDATE(username) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(settings),UPDATE(settings) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(sync_frequency),UPDATE(sync_frequency) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(last_sync_at),UPDATE(last_sync_at) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(last_sync_status),UPDATE(last_sync_status) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.integration_configs TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.integration_configs TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.integration_configs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.integration_configs WITH (security_invoker='true') AS
 SELECT id,
    name,
    type,
    status,
    endpoint,
    api_key AS "apiKey",
    username,
    password,
    settings,
    authentication,
    sync_frequency AS "syncFrequency",
    is_active AS "isActive",
    last_sync_at AS "lastSyncAt",
    last_sync_status AS "lastSyncStatus",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.integration_configs;

COMMENT ON VIEW sequelize.integration_configs IS 'Model IntegrationConfig: public.integration_configs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.integration_configs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.integration_configs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.integration_configs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_integration_configs
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_integration_configs()
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
            'integration_configs', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.name IS NOT NULL THEN '"name":' || to_json(n.name) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.endpoint IS NOT NULL THEN '"endpoint":' || to_json(n.endpoint) END,
                CASE WHEN n.api_key IS NOT NULL THEN '"api_key":' || '"***"' END,
                CASE WHEN n.username IS NOT NULL THEN '"username":' || to_json(n.username) END,
                CASE WHEN n.password IS NOT NULL THEN '"password":' || '"***"' END,
                CASE WHEN n.settings IS NOT NULL THEN '"settings":' || '"***"' END,
                CASE WHEN n.authentication IS NOT NULL THEN '"authentication":' || '"***"' END,
                CASE WHEN n.sync_frequency IS NOT NULL THEN '"sync_frequency":' || to_json(n.sync_frequency) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.last_sync_at IS NOT NULL THEN '"last_sync_at":' || to_json(n.last_sync_at) END,
                CASE WHEN n.last_sync_status IS NOT NULL THEN '"last_sync_status":' || to_json(n.last_sync_status) END,
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
            'integration_configs', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.name IS NOT NULL THEN '"name":' || to_json(o.name) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.endpoint IS NOT NULL THEN '"endpoint":' || to_json(o.endpoint) END,
                CASE WHEN o.api_key IS NOT NULL THEN '"api_key":' || '"***"' END,
                CASE WHEN o.username IS NOT NULL THEN '"username":' || to_json(o.username) END,
                CASE WHEN o.password IS NOT NULL THEN '"password":' || '"***"' END,
                CASE WHEN o.settings IS NOT NULL THEN '"settings":' || '"***"' END,
                CASE WHEN o.authentication IS NOT NULL THEN '"authentication":' || '"***"' END,
                CASE WHEN o.sync_frequency IS NOT NULL THEN '"sync_frequency":' || to_json(o.sync_frequency) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.last_sync_at IS NOT NULL THEN '"last_sync_at":' || to_json(o.last_sync_at) END,
                CASE WHEN o.last_sync_status IS NOT NULL THEN '"last_sync_status":' || to_json(o.last_sync_status) END,
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
            'integration_configs', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'integration_configs', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(o.name)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.endpoint IS DISTINCT FROM n.endpoint THEN '"endpoint":' || coalesce(to_json(o.endpoint)::text, 'null') END,
                CASE WHEN o.api_key IS DISTINCT FROM n.api_key THEN '"api_key":' || CASE WHEN o.api_key IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.username IS DISTINCT FROM n.username THEN '"username":' || coalesce(to_json(o.username)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN o.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.settings IS DISTINCT FROM n.settings THEN '"settings":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' settings ' || o.settings::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authentication IS DISTINCT FROM n.authentication THEN '"authentication":' || CASE WHEN o.authentication IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.sync_frequency IS DISTINCT FROM n.sync_frequency THEN '"sync_frequency":' || coalesce(to_json(o.sync_frequency)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.last_sync_at IS DISTINCT FROM n.last_sync_at THEN '"last_sync_at":' || coalesce(to_json(o.last_sync_at)::text, 'null') END,
                CASE WHEN o.last_sync_status IS DISTINCT FROM n.last_sync_status THEN '"last_sync_status":' || coalesce(to_json(o.last_sync_status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(n.name)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.endpoint IS DISTINCT FROM n.endpoint THEN '"endpoint":' || coalesce(to_json(n.endpoint)::text, 'null') END,
                CASE WHEN o.api_key IS DISTINCT FROM n.api_key THEN '"api_key":' || CASE WHEN n.api_key IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.username IS DISTINCT FROM n.username THEN '"username":' || coalesce(to_json(n.username)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN n.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.settings IS DISTINCT FROM n.settings THEN '"settings":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' settings ' || n.settings::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authentication IS DISTINCT FROM n.authentication THEN '"authentication":' || CASE WHEN n.authentication IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.sync_frequency IS DISTINCT FROM n.sync_frequency THEN '"sync_frequency":' || coalesce(to_json(n.sync_frequency)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.last_sync_at IS DISTINCT FROM n.last_sync_at THEN '"last_sync_at":' || coalesce(to_json(n.last_sync_at)::text, 'null') END,
                CASE WHEN o.last_sync_status IS DISTINCT FROM n.last_sync_status THEN '"last_sync_status":' || coalesce(to_json(n.last_sync_status)::text, 'null') END,
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
            'integration_configs', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(o.name)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.endpoint IS DISTINCT FROM n.endpoint THEN '"endpoint":' || coalesce(to_json(o.endpoint)::text, 'null') END,
                CASE WHEN o.api_key IS DISTINCT FROM n.api_key THEN '"api_key":' || CASE WHEN o.api_key IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.username IS DISTINCT FROM n.username THEN '"username":' || coalesce(to_json(o.username)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN o.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.settings IS DISTINCT FROM n.settings THEN '"settings":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' settings ' || o.settings::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authentication IS DISTINCT FROM n.authentication THEN '"authentication":' || CASE WHEN o.authentication IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.sync_frequency IS DISTINCT FROM n.sync_frequency THEN '"sync_frequency":' || coalesce(to_json(o.sync_frequency)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.last_sync_at IS DISTINCT FROM n.last_sync_at THEN '"last_sync_at":' || coalesce(to_json(o.last_sync_at)::text, 'null') END,
                CASE WHEN o.last_sync_status IS DISTINCT FROM n.last_sync_status THEN '"last_sync_status":' || coalesce(to_json(o.last_sync_status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(n.name)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.endpoint IS DISTINCT FROM n.endpoint THEN '"endpoint":' || coalesce(to_json(n.endpoint)::text, 'null') END,
                CASE WHEN o.api_key IS DISTINCT FROM n.api_key THEN '"api_key":' || CASE WHEN n.api_key IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.username IS DISTINCT FROM n.username THEN '"username":' || coalesce(to_json(n.username)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN n.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.settings IS DISTINCT FROM n.settings THEN '"settings":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' settings ' || n.settings::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authentication IS DISTINCT FROM n.authentication THEN '"authentication":' || CASE WHEN n.authentication IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.sync_frequency IS DISTINCT FROM n.sync_frequency THEN '"sync_frequency":' || coalesce(to_json(n.sync_frequency)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.last_sync_at IS DISTINCT FROM n.last_sync_at THEN '"last_sync_at":' || coalesce(to_json(n.last_sync_at)::text, 'null') END,
                CASE WHEN o.last_sync_status IS DISTINCT FROM n.last_sync_status THEN '"last_sync_status":' || coalesce(to_json(n.last_sync_status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_integration_configs() IS 'Trigger: logs every change of integration_configs. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_integration_configs() FROM PUBLIC;
