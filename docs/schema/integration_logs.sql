-- Table integration_logs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, PHI,
--             audited, law EITHER, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- integration_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.integration_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    integration_id uuid,
    integration_type character varying(50) NOT NULL,
    action character varying(50) NOT NULL,
    status character varying(20) NOT NULL,
    records_processed integer,
    records_succeeded integer,
    records_failed integer,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    duration integer,
    error_message text,
    details jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT integration_logs_completed_not_before_started_check CHECK ((completed_at >= started_at)),
    CONSTRAINT integration_logs_duration_not_negative_check CHECK ((duration >= 0)),
    CONSTRAINT integration_logs_records_failed_not_negative_check CHECK ((records_failed >= 0)),
    CONSTRAINT integration_logs_records_processed_not_negative_check CHECK ((records_processed >= 0)),
    CONSTRAINT integration_logs_records_succeeded_not_negative_check CHECK ((records_succeeded >= 0))
);

ALTER TABLE ONLY public.integration_logs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.integration_logs IS 'PHI: One operation on an outside system, such as a test or a transfer, with its counts and errors.';
COMMENT ON COLUMN public.integration_logs.id IS 'Primary key.';
COMMENT ON COLUMN public.integration_logs.integration_id IS 'Connection that was used, NULL after it was deleted.';
COMMENT ON COLUMN public.integration_logs.integration_type IS 'Kind of outside system at the time, kept here in case the connection is deleted.';
COMMENT ON COLUMN public.integration_logs.action IS 'Operation that was performed (sync, test), free text.';
COMMENT ON COLUMN public.integration_logs.status IS 'Result as the connector reports it, free text.';
COMMENT ON COLUMN public.integration_logs.records_processed IS 'Number of records processed, NULL for an operation without records.';
COMMENT ON COLUMN public.integration_logs.records_succeeded IS 'Number of records processed without an error.';
COMMENT ON COLUMN public.integration_logs.records_failed IS 'Number of records that were rejected.';
COMMENT ON COLUMN public.integration_logs.started_at IS 'Time when the operation started.';
COMMENT ON COLUMN public.integration_logs.completed_at IS 'Time when the operation ended.';
COMMENT ON COLUMN public.integration_logs.duration IS 'Run time in milliseconds.';
COMMENT ON COLUMN public.integration_logs.error_message IS 'PHI: Error message of the outside system; it may quote the record that was rejected.';
COMMENT ON COLUMN public.integration_logs.details IS 'PHI: Further facts about the operation; they may include excerpts of records.';
COMMENT ON COLUMN public.integration_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.integration_logs.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- integration_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.integration_logs
    ADD CONSTRAINT integration_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.integration_logs
    ADD CONSTRAINT integration_logs_integration_id_fkey FOREIGN KEY (integration_id) REFERENCES public.integration_configs(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- integration_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX integration_logs_created_at_brin_idx ON public.integration_logs USING brin (created_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.integration_logs_created_at_brin_idx IS 'Log entries in a time range; rows are inserted in about this order.';

CREATE INDEX integration_logs_integration_id_created_at_idx ON public.integration_logs USING btree (integration_id, created_at DESC) WHERE (integration_id IS NOT NULL);
COMMENT ON INDEX public.integration_logs_integration_id_created_at_idx IS 'Log of one integration, newest first.';

CREATE INDEX integration_logs_integration_type_action_created_at_idx ON public.integration_logs USING btree (integration_type, action, created_at DESC);
COMMENT ON INDEX public.integration_logs_integration_type_action_created_at_idx IS 'Log entries of one type of integration and one action, newest first.';

-- ----------------------------------------------------------------------------
-- integration_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER integration_logs_200_updated_at BEFORE UPDATE ON public.integration_logs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER integration_logs_900_audit_delete AFTER DELETE ON public.integration_logs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_logs();
ALTER TABLE public.integration_logs ENABLE ALWAYS TRIGGER integration_logs_900_audit_delete;
COMMENT ON TRIGGER integration_logs_900_audit_delete ON public.integration_logs IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER integration_logs_900_audit_insert AFTER INSERT ON public.integration_logs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_logs();
ALTER TABLE public.integration_logs ENABLE ALWAYS TRIGGER integration_logs_900_audit_insert;
COMMENT ON TRIGGER integration_logs_900_audit_insert ON public.integration_logs IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER integration_logs_900_audit_key AFTER UPDATE ON public.integration_logs FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_integration_logs();
ALTER TABLE public.integration_logs ENABLE ALWAYS TRIGGER integration_logs_900_audit_key;
COMMENT ON TRIGGER integration_logs_900_audit_key ON public.integration_logs IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER integration_logs_900_audit_truncate AFTER TRUNCATE ON public.integration_logs FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_logs();
ALTER TABLE public.integration_logs ENABLE ALWAYS TRIGGER integration_logs_900_audit_truncate;
COMMENT ON TRIGGER integration_logs_900_audit_truncate ON public.integration_logs IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER integration_logs_900_audit_update AFTER UPDATE ON public.integration_logs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_integration_logs();
ALTER TABLE public.integration_logs ENABLE ALWAYS TRIGGER integration_logs_900_audit_update;
COMMENT ON TRIGGER integration_logs_900_audit_update ON public.integration_logs IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- integration_logs: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.integration_logs ENABLE ROW LEVEL SECURITY;

CREATE POLICY integration_logs_delete_trusted ON public.integration_logs
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY integration_logs_delete_trusted ON public.integration_logs IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY integration_logs_fence_admin ON public.integration_logs
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY integration_logs_fence_admin ON public.integration_logs IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY integration_logs_insert_staff ON public.integration_logs
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY integration_logs_insert_staff ON public.integration_logs IS 'Users whom the access matrix lets INSERT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY integration_logs_insert_trusted ON public.integration_logs
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY integration_logs_insert_trusted ON public.integration_logs IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY integration_logs_select_staff ON public.integration_logs
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY integration_logs_select_staff ON public.integration_logs IS 'Users whom the access matrix lets SELECT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY integration_logs_select_trusted ON public.integration_logs
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY integration_logs_select_trusted ON public.integration_logs IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY integration_logs_update_staff ON public.integration_logs
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY integration_logs_update_staff ON public.integration_logs IS 'Users whom the access matrix lets UPDATE in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY integration_logs_update_trusted ON public.integration_logs
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY integration_logs_update_trusted ON public.integration_logs IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- integration_logs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT ON TABLE public.integration_logs TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.integration_logs TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(integration_id),UPDATE(integration_id) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(integration_type),UPDATE(integration_type) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(action),UPDATE(action) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(records_processed),UPDATE(records_processed) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(records_succeeded),UPDATE(records_succeeded) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(records_failed),UPDATE(records_failed) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(started_at),UPDATE(started_at) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(duration),UPDATE(duration) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(error_message),UPDATE(error_message) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(details),UPDATE(details) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.integration_logs TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.integration_logs TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.integration_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.integration_logs WITH (security_invoker='true') AS
 SELECT id,
    integration_id AS "integrationId",
    integration_type AS "integrationType",
    action,
    status,
    records_processed AS "recordsProcessed",
    records_succeeded AS "recordsSucceeded",
    records_failed AS "recordsFailed",
    started_at AS "startedAt",
    completed_at AS "completedAt",
    duration,
    error_message AS "errorMessage",
    details,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.integration_logs;

COMMENT ON VIEW sequelize.integration_logs IS 'Model IntegrationLog: public.integration_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.integration_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.integration_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.integration_logs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_integration_logs
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_integration_logs()
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
            'integration_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.integration_id IS NOT NULL THEN '"integration_id":' || to_json(n.integration_id) END,
                CASE WHEN n.integration_type IS NOT NULL THEN '"integration_type":' || to_json(n.integration_type) END,
                CASE WHEN n.action IS NOT NULL THEN '"action":' || to_json(n.action) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.records_processed IS NOT NULL THEN '"records_processed":' || to_json(n.records_processed) END,
                CASE WHEN n.records_succeeded IS NOT NULL THEN '"records_succeeded":' || to_json(n.records_succeeded) END,
                CASE WHEN n.records_failed IS NOT NULL THEN '"records_failed":' || to_json(n.records_failed) END,
                CASE WHEN n.started_at IS NOT NULL THEN '"started_at":' || to_json(n.started_at) END,
                CASE WHEN n.completed_at IS NOT NULL THEN '"completed_at":' || to_json(n.completed_at) END,
                CASE WHEN n.duration IS NOT NULL THEN '"duration":' || to_json(n.duration) END,
                CASE WHEN n.error_message IS NOT NULL THEN '"error_message":' || '"***"' END,
                CASE WHEN n.details IS NOT NULL THEN '"details":' || '"***"' END,
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
            'integration_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.integration_id IS NOT NULL THEN '"integration_id":' || to_json(o.integration_id) END,
                CASE WHEN o.integration_type IS NOT NULL THEN '"integration_type":' || to_json(o.integration_type) END,
                CASE WHEN o.action IS NOT NULL THEN '"action":' || to_json(o.action) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.records_processed IS NOT NULL THEN '"records_processed":' || to_json(o.records_processed) END,
                CASE WHEN o.records_succeeded IS NOT NULL THEN '"records_succeeded":' || to_json(o.records_succeeded) END,
                CASE WHEN o.records_failed IS NOT NULL THEN '"records_failed":' || to_json(o.records_failed) END,
                CASE WHEN o.started_at IS NOT NULL THEN '"started_at":' || to_json(o.started_at) END,
                CASE WHEN o.completed_at IS NOT NULL THEN '"completed_at":' || to_json(o.completed_at) END,
                CASE WHEN o.duration IS NOT NULL THEN '"duration":' || to_json(o.duration) END,
                CASE WHEN o.error_message IS NOT NULL THEN '"error_message":' || '"***"' END,
                CASE WHEN o.details IS NOT NULL THEN '"details":' || '"***"' END,
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
            'integration_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'integration_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.integration_id IS DISTINCT FROM n.integration_id THEN '"integration_id":' || coalesce(to_json(o.integration_id)::text, 'null') END,
                CASE WHEN o.integration_type IS DISTINCT FROM n.integration_type THEN '"integration_type":' || coalesce(to_json(o.integration_type)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(o.action)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.records_processed IS DISTINCT FROM n.records_processed THEN '"records_processed":' || coalesce(to_json(o.records_processed)::text, 'null') END,
                CASE WHEN o.records_succeeded IS DISTINCT FROM n.records_succeeded THEN '"records_succeeded":' || coalesce(to_json(o.records_succeeded)::text, 'null') END,
                CASE WHEN o.records_failed IS DISTINCT FROM n.records_failed THEN '"records_failed":' || coalesce(to_json(o.records_failed)::text, 'null') END,
                CASE WHEN o.started_at IS DISTINCT FROM n.started_at THEN '"started_at":' || coalesce(to_json(o.started_at)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(o.completed_at)::text, 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.error_message IS DISTINCT FROM n.error_message THEN '"error_message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' error_message ' || o.error_message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.details IS DISTINCT FROM n.details THEN '"details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' details ' || o.details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.integration_id IS DISTINCT FROM n.integration_id THEN '"integration_id":' || coalesce(to_json(n.integration_id)::text, 'null') END,
                CASE WHEN o.integration_type IS DISTINCT FROM n.integration_type THEN '"integration_type":' || coalesce(to_json(n.integration_type)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(n.action)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.records_processed IS DISTINCT FROM n.records_processed THEN '"records_processed":' || coalesce(to_json(n.records_processed)::text, 'null') END,
                CASE WHEN o.records_succeeded IS DISTINCT FROM n.records_succeeded THEN '"records_succeeded":' || coalesce(to_json(n.records_succeeded)::text, 'null') END,
                CASE WHEN o.records_failed IS DISTINCT FROM n.records_failed THEN '"records_failed":' || coalesce(to_json(n.records_failed)::text, 'null') END,
                CASE WHEN o.started_at IS DISTINCT FROM n.started_at THEN '"started_at":' || coalesce(to_json(n.started_at)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(n.completed_at)::text, 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.error_message IS DISTINCT FROM n.error_message THEN '"error_message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' error_message ' || n.error_message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.details IS DISTINCT FROM n.details THEN '"details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' details ' || n.details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'integration_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.integration_id IS DISTINCT FROM n.integration_id THEN '"integration_id":' || coalesce(to_json(o.integration_id)::text, 'null') END,
                CASE WHEN o.integration_type IS DISTINCT FROM n.integration_type THEN '"integration_type":' || coalesce(to_json(o.integration_type)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(o.action)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.records_processed IS DISTINCT FROM n.records_processed THEN '"records_processed":' || coalesce(to_json(o.records_processed)::text, 'null') END,
                CASE WHEN o.records_succeeded IS DISTINCT FROM n.records_succeeded THEN '"records_succeeded":' || coalesce(to_json(o.records_succeeded)::text, 'null') END,
                CASE WHEN o.records_failed IS DISTINCT FROM n.records_failed THEN '"records_failed":' || coalesce(to_json(o.records_failed)::text, 'null') END,
                CASE WHEN o.started_at IS DISTINCT FROM n.started_at THEN '"started_at":' || coalesce(to_json(o.started_at)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(o.completed_at)::text, 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.error_message IS DISTINCT FROM n.error_message THEN '"error_message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' error_message ' || o.error_message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.details IS DISTINCT FROM n.details THEN '"details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' details ' || o.details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.integration_id IS DISTINCT FROM n.integration_id THEN '"integration_id":' || coalesce(to_json(n.integration_id)::text, 'null') END,
                CASE WHEN o.integration_type IS DISTINCT FROM n.integration_type THEN '"integration_type":' || coalesce(to_json(n.integration_type)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(n.action)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.records_processed IS DISTINCT FROM n.records_processed THEN '"records_processed":' || coalesce(to_json(n.records_processed)::text, 'null') END,
                CASE WHEN o.records_succeeded IS DISTINCT FROM n.records_succeeded THEN '"records_succeeded":' || coalesce(to_json(n.records_succeeded)::text, 'null') END,
                CASE WHEN o.records_failed IS DISTINCT FROM n.records_failed THEN '"records_failed":' || coalesce(to_json(n.records_failed)::text, 'null') END,
                CASE WHEN o.started_at IS DISTINCT FROM n.started_at THEN '"started_at":' || coalesce(to_json(n.started_at)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(n.completed_at)::text, 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.error_message IS DISTINCT FROM n.error_message THEN '"error_message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' error_message ' || n.error_message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.details IS DISTINCT FROM n.details THEN '"details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' details ' || n.details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_integration_logs() IS 'Trigger: logs every change of integration_logs. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_integration_logs() FROM PUBLIC;
