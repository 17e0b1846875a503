-- Table system_configurations, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- system_configurations
-- ----------------------------------------------------------------------------

CREATE TABLE public.system_configurations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    key character varying(100) NOT NULL,
    value text NOT NULL,
    category public.config_category DEFAULT 'GENERAL'::public.config_category NOT NULL,
    value_type public.config_value_type DEFAULT 'STRING'::public.config_value_type NOT NULL,
    sub_category character varying(100),
    description text,
    default_value text,
    valid_values character varying(255)[],
    min_value numeric(10,2),
    max_value numeric(10,2),
    is_public boolean DEFAULT false NOT NULL,
    is_editable boolean DEFAULT true NOT NULL,
    requires_restart boolean DEFAULT false NOT NULL,
    scope public.config_scope DEFAULT 'SYSTEM'::public.config_scope NOT NULL,
    scope_id uuid,
    tags character varying(255)[],
    sort_order integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT system_configurations_key_not_blank_check CHECK ((btrim((key)::text) <> ''::text)),
    CONSTRAINT system_configurations_min_value_not_above_max_value_check CHECK ((min_value <= max_value))
);

COMMENT ON TABLE public.system_configurations IS 'One setting of the platform with its type, limits and scope. The application reads it at startup, administrators edit it.';
COMMENT ON COLUMN public.system_configurations.id IS 'Primary key.';
COMMENT ON COLUMN public.system_configurations.key IS 'Unique name by which the code reads the setting.';
COMMENT ON COLUMN public.system_configurations.value IS 'Current value as text; value_type tells how to parse it.';
COMMENT ON COLUMN public.system_configurations.category IS 'Area of the platform; the admin pages group the settings by it.';
COMMENT ON COLUMN public.system_configurations.value_type IS 'Type as which the application parses value and default_value.';
COMMENT ON COLUMN public.system_configurations.sub_category IS 'Group within the category, free text.';
COMMENT ON COLUMN public.system_configurations.description IS 'Help text for administrators.';
COMMENT ON COLUMN public.system_configurations.default_value IS 'Value that a reset restores, as text like value.';
COMMENT ON COLUMN public.system_configurations.valid_values IS 'Allowed values of an ENUM setting, NULL for no restriction.';
COMMENT ON COLUMN public.system_configurations.min_value IS 'Lowest allowed number of a NUMBER setting.';
COMMENT ON COLUMN public.system_configurations.max_value IS 'Highest allowed number of a NUMBER setting.';
COMMENT ON COLUMN public.system_configurations.is_public IS 'TRUE if clients without administrator rights may read the setting.';
COMMENT ON COLUMN public.system_configurations.is_editable IS 'FALSE if the setting cannot be changed in the admin pages.';
COMMENT ON COLUMN public.system_configurations.requires_restart IS 'TRUE if a change takes effect only after a restart.';
COMMENT ON COLUMN public.system_configurations.scope IS 'Level at which the setting applies.';
COMMENT ON COLUMN public.system_configurations.scope_id IS 'District, school or user to which the setting applies, depending on scope; NULL for SYSTEM.';
COMMENT ON COLUMN public.system_configurations.tags IS 'Labels for filtering in the admin pages.';
COMMENT ON COLUMN public.system_configurations.sort_order IS 'Position in the admin pages, lowest first.';
COMMENT ON COLUMN public.system_configurations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.system_configurations.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- system_configurations: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.system_configurations
    ADD CONSTRAINT system_configurations_key_key UNIQUE (key);

ALTER TABLE ONLY public.system_configurations
    ADD CONSTRAINT system_configurations_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- system_configurations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER system_configurations_200_updated_at BEFORE UPDATE ON public.system_configurations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER system_configurations_900_audit_delete AFTER DELETE ON public.system_configurations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_system_configurations();
ALTER TABLE public.system_configurations ENABLE ALWAYS TRIGGER system_configurations_900_audit_delete;
COMMENT ON TRIGGER system_configurations_900_audit_delete ON public.system_configurations IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER system_configurations_900_audit_insert AFTER INSERT ON public.system_configurations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_system_configurations();
ALTER TABLE public.system_configurations ENABLE ALWAYS TRIGGER system_configurations_900_audit_insert;
COMMENT ON TRIGGER system_configurations_900_audit_insert ON public.system_configurations IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER system_configurations_900_audit_key AFTER UPDATE ON public.system_configurations FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_system_configurations();
ALTER TABLE public.system_configurations ENABLE ALWAYS TRIGGER system_configurations_900_audit_key;
COMMENT ON TRIGGER system_configurations_900_audit_key ON public.system_configurations IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER system_configurations_900_audit_truncate AFTER TRUNCATE ON public.system_configurations FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_system_configurations();
ALTER TABLE public.system_configurations ENABLE ALWAYS TRIGGER system_configurations_900_audit_truncate;
COMMENT ON TRIGGER system_configurations_900_audit_truncate ON public.system_configurations IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER system_configurations_900_audit_update AFTER UPDATE ON public.system_configurations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_system_configurations();
ALTER TABLE public.system_configurations ENABLE ALWAYS TRIGGER system_configurations_900_audit_update;
COMMENT ON TRIGGER system_configurations_900_audit_update ON public.system_configurations IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- system_configurations: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.system_configurations TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(key),UPDATE(key) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(value),UPDATE(value) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(category),UPDATE(category) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(value_type),UPDATE(value_type) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(sub_category),UPDATE(sub_category) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(description),UPDATE(description) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(default_value),UPDATE(default_value) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(valid_values),UPDATE(valid_values) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(min_value),UPDATE(min_value) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(max_value),UPDATE(max_value) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(is_public),UPDATE(is_public) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(is_editable),UPDATE(is_editable) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(requires_restart),UPDATE(requires_restart) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(scope),UPDATE(scope) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(scope_id),UPDATE(scope_id) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(tags),UPDATE(tags) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(sort_order),UPDATE(sort_order) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.system_configurations TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.system_configurations TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.system_configurations
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.system_configurations WITH (security_invoker='true') AS
 SELECT id,
    key,
    value,
    category,
    value_type AS "valueType",
    sub_category AS "subCategory",
    description,
    default_value AS "defaultValue",
    valid_values AS "validValues",
    min_value AS "minValue",
    max_value AS "maxValue",
    is_public AS "isPublic",
    is_editable AS "isEditable",
    requires_restart AS "requiresRestart",
    scope,
    scope_id AS "scopeId",
    tags,
    sort_order AS "sortOrder",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.system_configurations;

COMMENT ON VIEW sequelize.system_configurations IS 'Model SystemConfig: public.system_configurations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.system_configurations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.system_configurations TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.system_configurations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_system_configurations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_system_configurations()
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
            'system_configurations', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.key IS NOT NULL THEN '"key":' || to_json(n.key) END,
                CASE WHEN n.value IS NOT NULL THEN '"value":' || '"***"' END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.value_type IS NOT NULL THEN '"value_type":' || to_json(n.value_type) END,
                CASE WHEN n.sub_category IS NOT NULL THEN '"sub_category":' || to_json(n.sub_category) END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || to_json(n.description) END,
                CASE WHEN n.default_value IS NOT NULL THEN '"default_value":' || '"***"' END,
                CASE WHEN n.valid_values IS NOT NULL THEN '"valid_values":' || to_json(n.valid_values) END,
                CASE WHEN n.min_value IS NOT NULL THEN '"min_value":' || to_json(n.min_value) END,
                CASE WHEN n.max_value IS NOT NULL THEN '"max_value":' || to_json(n.max_value) END,
                CASE WHEN n.is_public IS NOT NULL THEN '"is_public":' || to_json(n.is_public) END,
                CASE WHEN n.is_editable IS NOT NULL THEN '"is_editable":' || to_json(n.is_editable) END,
                CASE WHEN n.requires_restart IS NOT NULL THEN '"requires_restart":' || to_json(n.requires_restart) END,
                CASE WHEN n.scope IS NOT NULL THEN '"scope":' || to_json(n.scope) END,
                CASE WHEN n.scope_id IS NOT NULL THEN '"scope_id":' || to_json(n.scope_id) END,
                CASE WHEN n.tags IS NOT NULL THEN '"tags":' || to_json(n.tags) END,
                CASE WHEN n.sort_order IS NOT NULL THEN '"sort_order":' || to_json(n.sort_order) END,
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
            'system_configurations', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.key IS NOT NULL THEN '"key":' || to_json(o.key) END,
                CASE WHEN o.value IS NOT NULL THEN '"value":' || '"***"' END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.value_type IS NOT NULL THEN '"value_type":' || to_json(o.value_type) END,
                CASE WHEN o.sub_category IS NOT NULL THEN '"sub_category":' || to_json(o.sub_category) END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || to_json(o.description) END,
                CASE WHEN o.default_value IS NOT NULL THEN '"default_value":' || '"***"' END,
                CASE WHEN o.valid_values IS NOT NULL THEN '"valid_values":' || to_json(o.valid_values) END,
                CASE WHEN o.min_value IS NOT NULL THEN '"min_value":' || to_json(o.min_value) END,
                CASE WHEN o.max_value IS NOT NULL THEN '"max_value":' || to_json(o.max_value) END,
                CASE WHEN o.is_public IS NOT NULL THEN '"is_public":' || to_json(o.is_public) END,
                CASE WHEN o.is_editable IS NOT NULL THEN '"is_editable":' || to_json(o.is_editable) END,
                CASE WHEN o.requires_restart IS NOT NULL THEN '"requires_restart":' || to_json(o.requires_restart) END,
                CASE WHEN o.scope IS NOT NULL THEN '"scope":' || to_json(o.scope) END,
                CASE WHEN o.scope_id IS NOT NULL THEN '"scope_id":' || to_json(o.scope_id) END,
                CASE WHEN o.tags IS NOT NULL THEN '"tags":' || to_json(o.tags) END,
                CASE WHEN o.sort_order IS NOT NULL THEN '"sort_order":' || to_json(o.sort_order) END,
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
            'system_configurations', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'system_configurations', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.key IS DISTINCT FROM n.key THEN '"key":' || coalesce(to_json(o.key)::text, 'null') END,
                CASE WHEN o.value IS DISTINCT FROM n.value THEN '"value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' value ' || o.value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.value_type IS DISTINCT FROM n.value_type THEN '"value_type":' || coalesce(to_json(o.value_type)::text, 'null') END,
                CASE WHEN o.sub_category IS DISTINCT FROM n.sub_category THEN '"sub_category":' || coalesce(to_json(o.sub_category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.default_value IS DISTINCT FROM n.default_value THEN '"default_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' default_value ' || o.default_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.valid_values IS DISTINCT FROM n.valid_values THEN '"valid_values":' || coalesce(to_json(o.valid_values)::text, 'null') END,
                CASE WHEN o.min_value IS DISTINCT FROM n.min_value THEN '"min_value":' || coalesce(to_json(o.min_value)::text, 'null') END,
                CASE WHEN o.max_value IS DISTINCT FROM n.max_value THEN '"max_value":' || coalesce(to_json(o.max_value)::text, 'null') END,
                CASE WHEN o.is_public IS DISTINCT FROM n.is_public THEN '"is_public":' || coalesce(to_json(o.is_public)::text, 'null') END,
                CASE WHEN o.is_editable IS DISTINCT FROM n.is_editable THEN '"is_editable":' || coalesce(to_json(o.is_editable)::text, 'null') END,
                CASE WHEN o.requires_restart IS DISTINCT FROM n.requires_restart THEN '"requires_restart":' || coalesce(to_json(o.requires_restart)::text, 'null') END,
                CASE WHEN o.scope IS DISTINCT FROM n.scope THEN '"scope":' || coalesce(to_json(o.scope)::text, 'null') END,
                CASE WHEN o.scope_id IS DISTINCT FROM n.scope_id THEN '"scope_id":' || coalesce(to_json(o.scope_id)::text, 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce(to_json(o.tags)::text, 'null') END,
                CASE WHEN o.sort_order IS DISTINCT FROM n.sort_order THEN '"sort_order":' || coalesce(to_json(o.sort_order)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.key IS DISTINCT FROM n.key THEN '"key":' || coalesce(to_json(n.key)::text, 'null') END,
                CASE WHEN o.value IS DISTINCT FROM n.value THEN '"value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' value ' || n.value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.value_type IS DISTINCT FROM n.value_type THEN '"value_type":' || coalesce(to_json(n.value_type)::text, 'null') END,
                CASE WHEN o.sub_category IS DISTINCT FROM n.sub_category THEN '"sub_category":' || coalesce(to_json(n.sub_category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.default_value IS DISTINCT FROM n.default_value THEN '"default_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' default_value ' || n.default_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.valid_values IS DISTINCT FROM n.valid_values THEN '"valid_values":' || coalesce(to_json(n.valid_values)::text, 'null') END,
                CASE WHEN o.min_value IS DISTINCT FROM n.min_value THEN '"min_value":' || coalesce(to_json(n.min_value)::text, 'null') END,
                CASE WHEN o.max_value IS DISTINCT FROM n.max_value THEN '"max_value":' || coalesce(to_json(n.max_value)::text, 'null') END,
                CASE WHEN o.is_public IS DISTINCT FROM n.is_public THEN '"is_public":' || coalesce(to_json(n.is_public)::text, 'null') END,
                CASE WHEN o.is_editable IS DISTINCT FROM n.is_editable THEN '"is_editable":' || coalesce(to_json(n.is_editable)::text, 'null') END,
                CASE WHEN o.requires_restart IS DISTINCT FROM n.requires_restart THEN '"requires_restart":' || coalesce(to_json(n.requires_restart)::text, 'null') END,
                CASE WHEN o.scope IS DISTINCT FROM n.scope THEN '"scope":' || coalesce(to_json(n.scope)::text, 'null') END,
                CASE WHEN o.scope_id IS DISTINCT FROM n.scope_id THEN '"scope_id":' || coalesce(to_json(n.scope_id)::text, 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce(to_json(n.tags)::text, 'null') END,
                CASE WHEN o.sort_order IS DISTINCT FROM n.sort_order THEN '"sort_order":' || coalesce(to_json(n.sort_order)::text, 'null') END,
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
            'system_configurations', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.key IS DISTINCT FROM n.key THEN '"key":' || coalesce(to_json(o.key)::text, 'null') END,
                CASE WHEN o.value IS DISTINCT FROM n.value THEN '"value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' value ' || o.value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.value_type IS DISTINCT FROM n.value_type THEN '"value_type":' || coalesce(to_json(o.value_type)::text, 'null') END,
                CASE WHEN o.sub_category IS DISTINCT FROM n.sub_category THEN '"sub_category":' || coalesce(to_json(o.sub_category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.default_value IS DISTINCT FROM n.default_value THEN '"default_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' default_value ' || o.default_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.valid_values IS DISTINCT FROM n.valid_values THEN '"valid_values":' || coalesce(to_json(o.valid_values)::text, 'null') END,
                CASE WHEN o.min_value IS DISTINCT FROM n.min_value THEN '"min_value":' || coalesce(to_json(o.min_value)::text, 'null') END,
                CASE WHEN o.max_value IS DISTINCT FROM n.max_value THEN '"max_value":' || coalesce(to_json(o.max_value)::text, 'null') END,
                CASE WHEN o.is_public IS DISTINCT FROM n.is_public THEN '"is_public":' || coalesce(to_json(o.is_public)::text, 'null') END,
                CASE WHEN o.is_editable IS DISTINCT FROM n.is_editable THEN '"is_editable":' || coalesce(to_json(o.is_editable)::text, 'null') END,
                CASE WHEN o.requires_restart IS DISTINCT FROM n.requires_restart THEN '"requires_restart":' || coalesce(to_json(o.requires_restart)::text, 'null') END,
                CASE WHEN o.scope IS DISTINCT FROM n.scope THEN '"scope":' || coalesce(to_json(o.scope)::text, 'null') END,
                CASE WHEN o.scope_id IS DISTINCT FROM n.scope_id THEN '"scope_id":' || coalesce(to_json(o.scope_id)::text, 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce(to_json(o.tags)::text, 'null') END,
                CASE WHEN o.sort_order IS DISTINCT FROM n.sort_order THEN '"sort_order":' || coalesce(to_json(o.sort_order)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.key IS DISTINCT FROM n.key THEN '"key":' || coalesce(to_json(n.key)::text, 'null') END,
                CASE WHEN o.value IS DISTINCT FROM n.value THEN '"value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' value ' || n.value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.value_type IS DISTINCT FROM n.value_type THEN '"value_type":' || coalesce(to_json(n.value_type)::text, 'null') END,
                CASE WHEN o.sub_category IS DISTINCT FROM n.sub_category THEN '"sub_category":' || coalesce(to_json(n.sub_category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.default_value IS DISTINCT FROM n.default_value THEN '"default_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' default_value ' || n.default_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.valid_values IS DISTINCT FROM n.valid_values THEN '"valid_values":' || coalesce(to_json(n.valid_values)::text, 'null') END,
                CASE WHEN o.min_value IS DISTINCT FROM n.min_value THEN '"min_value":' || coalesce(to_json(n.min_value)::text, 'null') END,
                CASE WHEN o.max_value IS DISTINCT FROM n.max_value THEN '"max_value":' || coalesce(to_json(n.max_value)::text, 'null') END,
                CASE WHEN o.is_public IS DISTINCT FROM n.is_public THEN '"is_public":' || coalesce(to_json(n.is_public)::text, 'null') END,
                CASE WHEN o.is_editable IS DISTINCT FROM n.is_editable THEN '"is_editable":' || coalesce(to_json(n.is_editable)::text, 'null') END,
                CASE WHEN o.requires_restart IS DISTINCT FROM n.requires_restart THEN '"requires_restart":' || coalesce(to_json(n.requires_restart)::text, 'null') END,
                CASE WHEN o.scope IS DISTINCT FROM n.scope THEN '"scope":' || coalesce(to_json(n.scope)::text, 'null') END,
                CASE WHEN o.scope_id IS DISTINCT FROM n.scope_id THEN '"scope_id":' || coalesce(to_json(n.scope_id)::text, 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce(to_json(n.tags)::text, 'null') END,
                CASE WHEN o.sort_order IS DISTINCT FROM n.sort_order THEN '"sort_order":' || coalesce(to_json(n.sort_order)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_system_configurations() IS 'Trigger: logs every change of system_configurations. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_system_configurations() FROM PUBLIC;
