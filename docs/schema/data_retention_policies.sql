-- Table data_retention_policies, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- data_retention_policies
-- ----------------------------------------------------------------------------

CREATE TABLE public.data_retention_policies (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category public.retention_category NOT NULL,
    description text NOT NULL,
    retention_period_days integer NOT NULL,
    legal_basis text NOT NULL,
    status public.retention_policy_status DEFAULT 'ACTIVE'::public.retention_policy_status NOT NULL,
    auto_delete boolean DEFAULT false NOT NULL,
    last_reviewed_at timestamp with time zone,
    last_reviewed_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT data_retention_policies_legal_basis_not_blank_check CHECK ((btrim(legal_basis) <> ''::text)),
    CONSTRAINT data_retention_policies_retention_period_not_negative_check CHECK ((retention_period_days >= 0))
);

COMMENT ON TABLE public.data_retention_policies IS 'Retention period of one class of records and its legal basis. Administrators maintain it.';
COMMENT ON COLUMN public.data_retention_policies.id IS 'Primary key.';
COMMENT ON COLUMN public.data_retention_policies.category IS 'Class of records that the policy governs.';
COMMENT ON COLUMN public.data_retention_policies.description IS 'Description of the records and of the event from which the period runs.';
COMMENT ON COLUMN public.data_retention_policies.retention_period_days IS 'Retention period of the records in days.';
COMMENT ON COLUMN public.data_retention_policies.legal_basis IS 'Citation of the law or regulation that requires the period.';
COMMENT ON COLUMN public.data_retention_policies.status IS 'State of the policy; only an ACTIVE one is in force.';
COMMENT ON COLUMN public.data_retention_policies.auto_delete IS 'Whether records may be deleted automatically after the period.';
COMMENT ON COLUMN public.data_retention_policies.last_reviewed_at IS 'Time when the policy was last confirmed or revised.';
COMMENT ON COLUMN public.data_retention_policies.last_reviewed_by IS 'User who last reviewed the policy.';
COMMENT ON COLUMN public.data_retention_policies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.data_retention_policies.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- data_retention_policies: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.data_retention_policies
    ADD CONSTRAINT data_retention_policies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.data_retention_policies
    ADD CONSTRAINT data_retention_policies_last_reviewed_by_fkey FOREIGN KEY (last_reviewed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- data_retention_policies: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX data_retention_policies_last_reviewed_by_idx ON public.data_retention_policies USING btree (last_reviewed_by) WHERE (last_reviewed_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- data_retention_policies: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER data_retention_policies_200_updated_at BEFORE UPDATE ON public.data_retention_policies FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER data_retention_policies_900_audit_delete AFTER DELETE ON public.data_retention_policies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_data_retention_policies();
ALTER TABLE public.data_retention_policies ENABLE ALWAYS TRIGGER data_retention_policies_900_audit_delete;
COMMENT ON TRIGGER data_retention_policies_900_audit_delete ON public.data_retention_policies IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER data_retention_policies_900_audit_insert AFTER INSERT ON public.data_retention_policies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_data_retention_policies();
ALTER TABLE public.data_retention_policies ENABLE ALWAYS TRIGGER data_retention_policies_900_audit_insert;
COMMENT ON TRIGGER data_retention_policies_900_audit_insert ON public.data_retention_policies IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER data_retention_policies_900_audit_key AFTER UPDATE ON public.data_retention_policies FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_data_retention_policies();
ALTER TABLE public.data_retention_policies ENABLE ALWAYS TRIGGER data_retention_policies_900_audit_key;
COMMENT ON TRIGGER data_retention_policies_900_audit_key ON public.data_retention_policies IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER data_retention_policies_900_audit_truncate AFTER TRUNCATE ON public.data_retention_policies FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_data_retention_policies();
ALTER TABLE public.data_retention_policies ENABLE ALWAYS TRIGGER data_retention_policies_900_audit_truncate;
COMMENT ON TRIGGER data_retention_policies_900_audit_truncate ON public.data_retention_policies IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER data_retention_policies_900_audit_update AFTER UPDATE ON public.data_retention_policies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_data_retention_policies();
ALTER TABLE public.data_retention_policies ENABLE ALWAYS TRIGGER data_retention_policies_900_audit_update;
COMMENT ON TRIGGER data_retention_policies_900_audit_update ON public.data_retention_policies IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- data_retention_policies: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.data_retention_policies TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(category),UPDATE(category) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(description),UPDATE(description) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(retention_period_days),UPDATE(retention_period_days) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(legal_basis),UPDATE(legal_basis) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(auto_delete),UPDATE(auto_delete) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(last_reviewed_at),UPDATE(last_reviewed_at) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(last_reviewed_by),UPDATE(last_reviewed_by) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.data_retention_policies TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.data_retention_policies TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.data_retention_policies
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.data_retention_policies WITH (security_invoker='true') AS
 SELECT id,
    category,
    description,
    retention_period_days AS "retentionPeriodDays",
    legal_basis AS "legalBasis",
    status,
    auto_delete AS "autoDelete",
    last_reviewed_at AS "lastReviewedAt",
    last_reviewed_by AS "lastReviewedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.data_retention_policies;

COMMENT ON VIEW sequelize.data_retention_policies IS 'Model DataRetentionPolicy: public.data_retention_policies with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.data_retention_policies: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.data_retention_policies TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.data_retention_policies TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_data_retention_policies
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_data_retention_policies()
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
            'data_retention_policies', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || to_json(n.description) END,
                CASE WHEN n.retention_period_days IS NOT NULL THEN '"retention_period_days":' || to_json(n.retention_period_days) END,
                CASE WHEN n.legal_basis IS NOT NULL THEN '"legal_basis":' || to_json(n.legal_basis) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.auto_delete IS NOT NULL THEN '"auto_delete":' || to_json(n.auto_delete) END,
                CASE WHEN n.last_reviewed_at IS NOT NULL THEN '"last_reviewed_at":' || to_json(n.last_reviewed_at) END,
                CASE WHEN n.last_reviewed_by IS NOT NULL THEN '"last_reviewed_by":' || to_json(n.last_reviewed_by) END,
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
            'data_retention_policies', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || to_json(o.description) END,
                CASE WHEN o.retention_period_days IS NOT NULL THEN '"retention_period_days":' || to_json(o.retention_period_days) END,
                CASE WHEN o.legal_basis IS NOT NULL THEN '"legal_basis":' || to_json(o.legal_basis) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.auto_delete IS NOT NULL THEN '"auto_delete":' || to_json(o.auto_delete) END,
                CASE WHEN o.last_reviewed_at IS NOT NULL THEN '"last_reviewed_at":' || to_json(o.last_reviewed_at) END,
                CASE WHEN o.last_reviewed_by IS NOT NULL THEN '"last_reviewed_by":' || to_json(o.last_reviewed_by) END,
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
            'data_retention_policies', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'data_retention_policies', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.retention_period_days IS DISTINCT FROM n.retention_period_days THEN '"retention_period_days":' || coalesce(to_json(o.retention_period_days)::text, 'null') END,
                CASE WHEN o.legal_basis IS DISTINCT FROM n.legal_basis THEN '"legal_basis":' || coalesce(to_json(o.legal_basis)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.auto_delete IS DISTINCT FROM n.auto_delete THEN '"auto_delete":' || coalesce(to_json(o.auto_delete)::text, 'null') END,
                CASE WHEN o.last_reviewed_at IS DISTINCT FROM n.last_reviewed_at THEN '"last_reviewed_at":' || coalesce(to_json(o.last_reviewed_at)::text, 'null') END,
                CASE WHEN o.last_reviewed_by IS DISTINCT FROM n.last_reviewed_by THEN '"last_reviewed_by":' || coalesce(to_json(o.last_reviewed_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.retention_period_days IS DISTINCT FROM n.retention_period_days THEN '"retention_period_days":' || coalesce(to_json(n.retention_period_days)::text, 'null') END,
                CASE WHEN o.legal_basis IS DISTINCT FROM n.legal_basis THEN '"legal_basis":' || coalesce(to_json(n.legal_basis)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.auto_delete IS DISTINCT FROM n.auto_delete THEN '"auto_delete":' || coalesce(to_json(n.auto_delete)::text, 'null') END,
                CASE WHEN o.last_reviewed_at IS DISTINCT FROM n.last_reviewed_at THEN '"last_reviewed_at":' || coalesce(to_json(n.last_reviewed_at)::text, 'null') END,
                CASE WHEN o.last_reviewed_by IS DISTINCT FROM n.last_reviewed_by THEN '"last_reviewed_by":' || coalesce(to_json(n.last_reviewed_by)::text, 'null') END,
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
            'data_retention_policies', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.retention_period_days IS DISTINCT FROM n.retention_period_days THEN '"retention_period_days":' || coalesce(to_json(o.retention_period_days)::text, 'null') END,
                CASE WHEN o.legal_basis IS DISTINCT FROM n.legal_basis THEN '"legal_basis":' || coalesce(to_json(o.legal_basis)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.auto_delete IS DISTINCT FROM n.auto_delete THEN '"auto_delete":' || coalesce(to_json(o.auto_delete)::text, 'null') END,
                CASE WHEN o.last_reviewed_at IS DISTINCT FROM n.last_reviewed_at THEN '"last_reviewed_at":' || coalesce(to_json(o.last_reviewed_at)::text, 'null') END,
                CASE WHEN o.last_reviewed_by IS DISTINCT FROM n.last_reviewed_by THEN '"last_reviewed_by":' || coalesce(to_json(o.last_reviewed_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.retention_period_days IS DISTINCT FROM n.retention_period_days THEN '"retention_period_days":' || coalesce(to_json(n.retention_period_days)::text, 'null') END,
                CASE WHEN o.legal_basis IS DISTINCT FROM n.legal_basis THEN '"legal_basis":' || coalesce(to_json(n.legal_basis)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.auto_delete IS DISTINCT FROM n.auto_delete THEN '"auto_delete":' || coalesce(to_json(n.auto_delete)::text, 'null') END,
                CASE WHEN o.last_reviewed_at IS DISTINCT FROM n.last_reviewed_at THEN '"last_reviewed_at":' || coalesce(to_json(n.last_reviewed_at)::text, 'null') END,
                CASE WHEN o.last_reviewed_by IS DISTINCT FROM n.last_reviewed_by THEN '"last_reviewed_by":' || coalesce(to_json(n.last_reviewed_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_data_retention_policies() IS 'Trigger: logs every change of data_retention_policies. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_data_retention_policies() FROM PUBLIC;
