-- Table sync_conflicts, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, PHI,
--             audited, law EITHER, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- sync_conflicts
-- ----------------------------------------------------------------------------

CREATE TABLE public.sync_conflicts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    queue_item_id character varying(255) NOT NULL,
    entity_type public.sync_entity_type NOT NULL,
    entity_id character varying(255) NOT NULL,
    client_version jsonb NOT NULL,
    server_version jsonb NOT NULL,
    resolution public.sync_conflict_resolution,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    merged_data jsonb,
    status public.sync_conflict_status DEFAULT 'PENDING'::public.sync_conflict_status NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.sync_conflicts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sync_conflicts IS 'PHI: Two conflicting versions of one record, from a device and from the server, and the decision between them.';
COMMENT ON COLUMN public.sync_conflicts.id IS 'Primary key.';
COMMENT ON COLUMN public.sync_conflicts.queue_item_id IS 'Item of sync_queue_items that has the conflict, as text, so there is no foreign key.';
COMMENT ON COLUMN public.sync_conflicts.entity_type IS 'Kind of record that has the conflict.';
COMMENT ON COLUMN public.sync_conflicts.entity_id IS 'Id of the record, of the kind that entity_type names, or a key of the device.';
COMMENT ON COLUMN public.sync_conflicts.client_version IS 'PHI: Record as the device sent it.';
COMMENT ON COLUMN public.sync_conflicts.server_version IS 'PHI: Record as the server stored it at that time.';
COMMENT ON COLUMN public.sync_conflicts.resolution IS 'Rule by which the conflict was resolved (MANUAL for a person), NULL while open.';
COMMENT ON COLUMN public.sync_conflicts.resolved_at IS 'Time when a user or a rule resolved the conflict, NULL before.';
COMMENT ON COLUMN public.sync_conflicts.resolved_by IS 'User who resolved the conflict, NULL if a rule did.';
COMMENT ON COLUMN public.sync_conflicts.merged_data IS 'PHI: Merged record that was finally stored, NULL if nothing was merged.';
COMMENT ON COLUMN public.sync_conflicts.status IS 'State of the conflict: open, resolved or deferred.';
COMMENT ON COLUMN public.sync_conflicts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.sync_conflicts.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- sync_conflicts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.sync_conflicts
    ADD CONSTRAINT sync_conflicts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sync_conflicts
    ADD CONSTRAINT sync_conflicts_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- sync_conflicts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX sync_conflicts_entity_type_created_at_pending_idx ON public.sync_conflicts USING btree (entity_type, created_at) WHERE (status = 'PENDING'::public.sync_conflict_status);
COMMENT ON INDEX public.sync_conflicts_entity_type_created_at_pending_idx IS 'Unresolved conflicts of one kind of record, the oldest first.';

CREATE INDEX sync_conflicts_resolved_by_idx ON public.sync_conflicts USING btree (resolved_by) WHERE (resolved_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- sync_conflicts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sync_conflicts_200_updated_at BEFORE UPDATE ON public.sync_conflicts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER sync_conflicts_900_audit_delete AFTER DELETE ON public.sync_conflicts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_conflicts();
ALTER TABLE public.sync_conflicts ENABLE ALWAYS TRIGGER sync_conflicts_900_audit_delete;
COMMENT ON TRIGGER sync_conflicts_900_audit_delete ON public.sync_conflicts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER sync_conflicts_900_audit_insert AFTER INSERT ON public.sync_conflicts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_conflicts();
ALTER TABLE public.sync_conflicts ENABLE ALWAYS TRIGGER sync_conflicts_900_audit_insert;
COMMENT ON TRIGGER sync_conflicts_900_audit_insert ON public.sync_conflicts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER sync_conflicts_900_audit_key AFTER UPDATE ON public.sync_conflicts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_sync_conflicts();
ALTER TABLE public.sync_conflicts ENABLE ALWAYS TRIGGER sync_conflicts_900_audit_key;
COMMENT ON TRIGGER sync_conflicts_900_audit_key ON public.sync_conflicts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER sync_conflicts_900_audit_truncate AFTER TRUNCATE ON public.sync_conflicts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_conflicts();
ALTER TABLE public.sync_conflicts ENABLE ALWAYS TRIGGER sync_conflicts_900_audit_truncate;
COMMENT ON TRIGGER sync_conflicts_900_audit_truncate ON public.sync_conflicts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER sync_conflicts_900_audit_update AFTER UPDATE ON public.sync_conflicts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_conflicts();
ALTER TABLE public.sync_conflicts ENABLE ALWAYS TRIGGER sync_conflicts_900_audit_update;
COMMENT ON TRIGGER sync_conflicts_900_audit_update ON public.sync_conflicts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sync_conflicts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.sync_conflicts ENABLE ROW LEVEL SECURITY;

CREATE POLICY sync_conflicts_delete_trusted ON public.sync_conflicts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sync_conflicts_delete_trusted ON public.sync_conflicts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY sync_conflicts_fence_admin ON public.sync_conflicts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY sync_conflicts_fence_admin ON public.sync_conflicts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY sync_conflicts_insert_staff ON public.sync_conflicts
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY sync_conflicts_insert_staff ON public.sync_conflicts IS 'Users whom the access matrix lets INSERT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_conflicts_insert_trusted ON public.sync_conflicts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY sync_conflicts_insert_trusted ON public.sync_conflicts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY sync_conflicts_select_staff ON public.sync_conflicts
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY sync_conflicts_select_staff ON public.sync_conflicts IS 'Users whom the access matrix lets SELECT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_conflicts_select_trusted ON public.sync_conflicts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sync_conflicts_select_trusted ON public.sync_conflicts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY sync_conflicts_update_staff ON public.sync_conflicts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY sync_conflicts_update_staff ON public.sync_conflicts IS 'Users whom the access matrix lets UPDATE in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_conflicts_update_trusted ON public.sync_conflicts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY sync_conflicts_update_trusted ON public.sync_conflicts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sync_conflicts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT ON TABLE public.sync_conflicts TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sync_conflicts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(queue_item_id),UPDATE(queue_item_id) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(entity_type),UPDATE(entity_type) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(entity_id),UPDATE(entity_id) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(client_version),UPDATE(client_version) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(server_version),UPDATE(server_version) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(resolution),UPDATE(resolution) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(resolved_at),UPDATE(resolved_at) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(resolved_by),UPDATE(resolved_by) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(merged_data),UPDATE(merged_data) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.sync_conflicts TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.sync_conflicts TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.sync_conflicts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_conflicts WITH (security_invoker='true') AS
 SELECT id,
    queue_item_id AS "queueItemId",
    entity_type AS "entityType",
    entity_id AS "entityId",
    client_version AS "clientVersion",
    server_version AS "serverVersion",
    resolution,
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    merged_data AS "mergedData",
    status,
    created_at AS "createdAt"
   FROM public.sync_conflicts;

COMMENT ON VIEW sequelize.sync_conflicts IS 'Model SyncConflict: public.sync_conflicts with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.sync_conflicts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.sync_conflicts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_sync_conflicts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_sync_conflicts()
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
            'sync_conflicts', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.queue_item_id IS NOT NULL THEN '"queue_item_id":' || to_json(n.queue_item_id) END,
                CASE WHEN n.entity_type IS NOT NULL THEN '"entity_type":' || to_json(n.entity_type) END,
                CASE WHEN n.entity_id IS NOT NULL THEN '"entity_id":' || to_json(n.entity_id) END,
                CASE WHEN n.client_version IS NOT NULL THEN '"client_version":' || '"***"' END,
                CASE WHEN n.server_version IS NOT NULL THEN '"server_version":' || '"***"' END,
                CASE WHEN n.resolution IS NOT NULL THEN '"resolution":' || to_json(n.resolution) END,
                CASE WHEN n.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(n.resolved_at) END,
                CASE WHEN n.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(n.resolved_by) END,
                CASE WHEN n.merged_data IS NOT NULL THEN '"merged_data":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
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
            'sync_conflicts', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.queue_item_id IS NOT NULL THEN '"queue_item_id":' || to_json(o.queue_item_id) END,
                CASE WHEN o.entity_type IS NOT NULL THEN '"entity_type":' || to_json(o.entity_type) END,
                CASE WHEN o.entity_id IS NOT NULL THEN '"entity_id":' || to_json(o.entity_id) END,
                CASE WHEN o.client_version IS NOT NULL THEN '"client_version":' || '"***"' END,
                CASE WHEN o.server_version IS NOT NULL THEN '"server_version":' || '"***"' END,
                CASE WHEN o.resolution IS NOT NULL THEN '"resolution":' || to_json(o.resolution) END,
                CASE WHEN o.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(o.resolved_at) END,
                CASE WHEN o.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(o.resolved_by) END,
                CASE WHEN o.merged_data IS NOT NULL THEN '"merged_data":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
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
            'sync_conflicts', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'sync_conflicts', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.queue_item_id IS DISTINCT FROM n.queue_item_id THEN '"queue_item_id":' || coalesce(to_json(o.queue_item_id)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(o.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(o.entity_id)::text, 'null') END,
                CASE WHEN o.client_version IS DISTINCT FROM n.client_version THEN '"client_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' client_version ' || o.client_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.server_version IS DISTINCT FROM n.server_version THEN '"server_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' server_version ' || o.server_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(o.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.merged_data IS DISTINCT FROM n.merged_data THEN '"merged_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' merged_data ' || o.merged_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.queue_item_id IS DISTINCT FROM n.queue_item_id THEN '"queue_item_id":' || coalesce(to_json(n.queue_item_id)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(n.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(n.entity_id)::text, 'null') END,
                CASE WHEN o.client_version IS DISTINCT FROM n.client_version THEN '"client_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' client_version ' || n.client_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.server_version IS DISTINCT FROM n.server_version THEN '"server_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' server_version ' || n.server_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(n.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.merged_data IS DISTINCT FROM n.merged_data THEN '"merged_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' merged_data ' || n.merged_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
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
            'sync_conflicts', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.queue_item_id IS DISTINCT FROM n.queue_item_id THEN '"queue_item_id":' || coalesce(to_json(o.queue_item_id)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(o.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(o.entity_id)::text, 'null') END,
                CASE WHEN o.client_version IS DISTINCT FROM n.client_version THEN '"client_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' client_version ' || o.client_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.server_version IS DISTINCT FROM n.server_version THEN '"server_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' server_version ' || o.server_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(o.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.merged_data IS DISTINCT FROM n.merged_data THEN '"merged_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' merged_data ' || o.merged_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.queue_item_id IS DISTINCT FROM n.queue_item_id THEN '"queue_item_id":' || coalesce(to_json(n.queue_item_id)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(n.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(n.entity_id)::text, 'null') END,
                CASE WHEN o.client_version IS DISTINCT FROM n.client_version THEN '"client_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' client_version ' || n.client_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.server_version IS DISTINCT FROM n.server_version THEN '"server_version":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' server_version ' || n.server_version::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(n.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.merged_data IS DISTINCT FROM n.merged_data THEN '"merged_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' merged_data ' || n.merged_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_sync_conflicts() IS 'Trigger: logs every change of sync_conflicts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_sync_conflicts() FROM PUBLIC;
