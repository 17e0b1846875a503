-- Table sync_queue_items, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, PHI,
--             audited, law EITHER, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- sync_queue_items
-- ----------------------------------------------------------------------------

CREATE TABLE public.sync_queue_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    device_id character varying(255) NOT NULL,
    action_type public.sync_action_type NOT NULL,
    entity_type public.sync_entity_type NOT NULL,
    entity_id character varying(255) NOT NULL,
    data jsonb NOT NULL,
    device_time timestamp with time zone NOT NULL,
    synced_at timestamp with time zone,
    synced boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    max_attempts integer DEFAULT 3 NOT NULL,
    last_error text,
    conflict_detected boolean DEFAULT false NOT NULL,
    conflict_resolution public.sync_conflict_resolution,
    priority public.sync_priority DEFAULT 'NORMAL'::public.sync_priority NOT NULL,
    requires_online boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sync_queue_items_attempts_not_negative_check CHECK ((attempts >= 0)),
    CONSTRAINT sync_queue_items_max_attempts_not_negative_check CHECK ((max_attempts >= 0))
);

ALTER TABLE ONLY public.sync_queue_items FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sync_queue_items IS 'PHI: One change made on a mobile device, possibly offline, that the server has to apply.';
COMMENT ON COLUMN public.sync_queue_items.id IS 'Primary key.';
COMMENT ON COLUMN public.sync_queue_items.user_id IS 'User who made the change on the device.';
COMMENT ON COLUMN public.sync_queue_items.device_id IS 'Identifier of the device, assigned by the app.';
COMMENT ON COLUMN public.sync_queue_items.action_type IS 'Operation that the device performed on the record.';
COMMENT ON COLUMN public.sync_queue_items.entity_type IS 'Kind of record that was changed.';
COMMENT ON COLUMN public.sync_queue_items.entity_id IS 'Id of the record, of the kind that entity_type names, or a key of the device.';
COMMENT ON COLUMN public.sync_queue_items.data IS 'PHI: Content of the record as the device sent it.';
COMMENT ON COLUMN public.sync_queue_items.device_time IS 'Time of the change by the device''s clock.';
COMMENT ON COLUMN public.sync_queue_items.synced_at IS 'Time when the server applied the change, NULL before.';
COMMENT ON COLUMN public.sync_queue_items.synced IS 'TRUE once the server has applied the change.';
COMMENT ON COLUMN public.sync_queue_items.attempts IS 'Number of attempts so far.';
COMMENT ON COLUMN public.sync_queue_items.max_attempts IS 'Number of attempts after which the server gives up.';
COMMENT ON COLUMN public.sync_queue_items.last_error IS 'PHI: Error message of the latest attempt; it may quote the record.';
COMMENT ON COLUMN public.sync_queue_items.conflict_detected IS 'TRUE if the server''s copy had changed too; sync_conflicts has the details.';
COMMENT ON COLUMN public.sync_queue_items.conflict_resolution IS 'Rule that resolved the conflict, NULL if there was none.';
COMMENT ON COLUMN public.sync_queue_items.priority IS 'Order of processing, HIGH first.';
COMMENT ON COLUMN public.sync_queue_items.requires_online IS 'TRUE if the item must wait for a connection.';
COMMENT ON COLUMN public.sync_queue_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.sync_queue_items.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- sync_queue_items: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.sync_queue_items
    ADD CONSTRAINT sync_queue_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sync_queue_items
    ADD CONSTRAINT sync_queue_items_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- sync_queue_items: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX sync_queue_items_device_id_priority_open_idx ON public.sync_queue_items USING btree (device_id, priority, created_at) WHERE (NOT synced);
COMMENT ON INDEX public.sync_queue_items_device_id_priority_open_idx IS 'Items of a device not synchronized yet: HIGH first, then the oldest.';

CREATE INDEX sync_queue_items_user_id_idx ON public.sync_queue_items USING btree (user_id);

-- ----------------------------------------------------------------------------
-- sync_queue_items: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sync_queue_items_200_updated_at BEFORE UPDATE ON public.sync_queue_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER sync_queue_items_900_audit_delete AFTER DELETE ON public.sync_queue_items REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_queue_items();
ALTER TABLE public.sync_queue_items ENABLE ALWAYS TRIGGER sync_queue_items_900_audit_delete;
COMMENT ON TRIGGER sync_queue_items_900_audit_delete ON public.sync_queue_items IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER sync_queue_items_900_audit_insert AFTER INSERT ON public.sync_queue_items REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_queue_items();
ALTER TABLE public.sync_queue_items ENABLE ALWAYS TRIGGER sync_queue_items_900_audit_insert;
COMMENT ON TRIGGER sync_queue_items_900_audit_insert ON public.sync_queue_items IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER sync_queue_items_900_audit_key AFTER UPDATE ON public.sync_queue_items FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_sync_queue_items();
ALTER TABLE public.sync_queue_items ENABLE ALWAYS TRIGGER sync_queue_items_900_audit_key;
COMMENT ON TRIGGER sync_queue_items_900_audit_key ON public.sync_queue_items IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER sync_queue_items_900_audit_truncate AFTER TRUNCATE ON public.sync_queue_items FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_queue_items();
ALTER TABLE public.sync_queue_items ENABLE ALWAYS TRIGGER sync_queue_items_900_audit_truncate;
COMMENT ON TRIGGER sync_queue_items_900_audit_truncate ON public.sync_queue_items IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER sync_queue_items_900_audit_update AFTER UPDATE ON public.sync_queue_items REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sync_queue_items();
ALTER TABLE public.sync_queue_items ENABLE ALWAYS TRIGGER sync_queue_items_900_audit_update;
COMMENT ON TRIGGER sync_queue_items_900_audit_update ON public.sync_queue_items IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sync_queue_items: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.sync_queue_items ENABLE ROW LEVEL SECURITY;

CREATE POLICY sync_queue_items_delete_trusted ON public.sync_queue_items
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sync_queue_items_delete_trusted ON public.sync_queue_items IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY sync_queue_items_fence_admin ON public.sync_queue_items
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY sync_queue_items_fence_admin ON public.sync_queue_items IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY sync_queue_items_insert_staff ON public.sync_queue_items
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY sync_queue_items_insert_staff ON public.sync_queue_items IS 'Users whom the access matrix lets INSERT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_queue_items_insert_trusted ON public.sync_queue_items
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY sync_queue_items_insert_trusted ON public.sync_queue_items IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY sync_queue_items_select_staff ON public.sync_queue_items
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY sync_queue_items_select_staff ON public.sync_queue_items IS 'Users whom the access matrix lets SELECT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_queue_items_select_trusted ON public.sync_queue_items
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sync_queue_items_select_trusted ON public.sync_queue_items IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY sync_queue_items_update_staff ON public.sync_queue_items
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY sync_queue_items_update_staff ON public.sync_queue_items IS 'Users whom the access matrix lets UPDATE in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sync_queue_items_update_trusted ON public.sync_queue_items
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY sync_queue_items_update_trusted ON public.sync_queue_items IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sync_queue_items: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT ON TABLE public.sync_queue_items TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sync_queue_items TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(device_id),UPDATE(device_id) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(action_type),UPDATE(action_type) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(entity_type),UPDATE(entity_type) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(entity_id),UPDATE(entity_id) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(data),UPDATE(data) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(device_time),UPDATE(device_time) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(synced_at),UPDATE(synced_at) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(synced),UPDATE(synced) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(attempts),UPDATE(attempts) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(max_attempts),UPDATE(max_attempts) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(last_error),UPDATE(last_error) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(conflict_detected),UPDATE(conflict_detected) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(conflict_resolution),UPDATE(conflict_resolution) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(requires_online),UPDATE(requires_online) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.sync_queue_items TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.sync_queue_items TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.sync_queue_items
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_queue_items WITH (security_invoker='true') AS
 SELECT id,
    device_id AS "deviceId",
    user_id AS "userId",
    action_type AS "actionType",
    entity_type AS "entityType",
    entity_id AS "entityId",
    data,
    device_time AS "timestamp",
    created_at AS "createdAt",
    synced_at AS "syncedAt",
    synced,
    attempts,
    max_attempts AS "maxAttempts",
    last_error AS "lastError",
    conflict_detected AS "conflictDetected",
    conflict_resolution AS "conflictResolution",
    priority,
    requires_online AS "requiresOnline",
    updated_at AS "updatedAt"
   FROM public.sync_queue_items;

COMMENT ON VIEW sequelize.sync_queue_items IS 'Model SyncQueueItem: public.sync_queue_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.sync_queue_items: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.sync_queue_items TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.sync_queue_items TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_sync_queue_items
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_sync_queue_items()
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
            'sync_queue_items', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.user_id IS NOT NULL THEN '"user_id":' || to_json(n.user_id) END,
                CASE WHEN n.device_id IS NOT NULL THEN '"device_id":' || to_json(n.device_id) END,
                CASE WHEN n.action_type IS NOT NULL THEN '"action_type":' || to_json(n.action_type) END,
                CASE WHEN n.entity_type IS NOT NULL THEN '"entity_type":' || to_json(n.entity_type) END,
                CASE WHEN n.entity_id IS NOT NULL THEN '"entity_id":' || to_json(n.entity_id) END,
                CASE WHEN n.data IS NOT NULL THEN '"data":' || '"***"' END,
                CASE WHEN n.device_time IS NOT NULL THEN '"device_time":' || to_json(n.device_time) END,
                CASE WHEN n.synced_at IS NOT NULL THEN '"synced_at":' || to_json(n.synced_at) END,
                CASE WHEN n.synced IS NOT NULL THEN '"synced":' || to_json(n.synced) END,
                CASE WHEN n.attempts IS NOT NULL THEN '"attempts":' || to_json(n.attempts) END,
                CASE WHEN n.max_attempts IS NOT NULL THEN '"max_attempts":' || to_json(n.max_attempts) END,
                CASE WHEN n.last_error IS NOT NULL THEN '"last_error":' || '"***"' END,
                CASE WHEN n.conflict_detected IS NOT NULL THEN '"conflict_detected":' || to_json(n.conflict_detected) END,
                CASE WHEN n.conflict_resolution IS NOT NULL THEN '"conflict_resolution":' || to_json(n.conflict_resolution) END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.requires_online IS NOT NULL THEN '"requires_online":' || to_json(n.requires_online) END,
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
            'sync_queue_items', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.user_id IS NOT NULL THEN '"user_id":' || to_json(o.user_id) END,
                CASE WHEN o.device_id IS NOT NULL THEN '"device_id":' || to_json(o.device_id) END,
                CASE WHEN o.action_type IS NOT NULL THEN '"action_type":' || to_json(o.action_type) END,
                CASE WHEN o.entity_type IS NOT NULL THEN '"entity_type":' || to_json(o.entity_type) END,
                CASE WHEN o.entity_id IS NOT NULL THEN '"entity_id":' || to_json(o.entity_id) END,
                CASE WHEN o.data IS NOT NULL THEN '"data":' || '"***"' END,
                CASE WHEN o.device_time IS NOT NULL THEN '"device_time":' || to_json(o.device_time) END,
                CASE WHEN o.synced_at IS NOT NULL THEN '"synced_at":' || to_json(o.synced_at) END,
                CASE WHEN o.synced IS NOT NULL THEN '"synced":' || to_json(o.synced) END,
                CASE WHEN o.attempts IS NOT NULL THEN '"attempts":' || to_json(o.attempts) END,
                CASE WHEN o.max_attempts IS NOT NULL THEN '"max_attempts":' || to_json(o.max_attempts) END,
                CASE WHEN o.last_error IS NOT NULL THEN '"last_error":' || '"***"' END,
                CASE WHEN o.conflict_detected IS NOT NULL THEN '"conflict_detected":' || to_json(o.conflict_detected) END,
                CASE WHEN o.conflict_resolution IS NOT NULL THEN '"conflict_resolution":' || to_json(o.conflict_resolution) END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.requires_online IS NOT NULL THEN '"requires_online":' || to_json(o.requires_online) END,
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
            'sync_queue_items', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'sync_queue_items', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(o.user_id)::text, 'null') END,
                CASE WHEN o.device_id IS DISTINCT FROM n.device_id THEN '"device_id":' || coalesce(to_json(o.device_id)::text, 'null') END,
                CASE WHEN o.action_type IS DISTINCT FROM n.action_type THEN '"action_type":' || coalesce(to_json(o.action_type)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(o.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(o.entity_id)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' data ' || o.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.device_time IS DISTINCT FROM n.device_time THEN '"device_time":' || coalesce(to_json(o.device_time)::text, 'null') END,
                CASE WHEN o.synced_at IS DISTINCT FROM n.synced_at THEN '"synced_at":' || coalesce(to_json(o.synced_at)::text, 'null') END,
                CASE WHEN o.synced IS DISTINCT FROM n.synced THEN '"synced":' || coalesce(to_json(o.synced)::text, 'null') END,
                CASE WHEN o.attempts IS DISTINCT FROM n.attempts THEN '"attempts":' || coalesce(to_json(o.attempts)::text, 'null') END,
                CASE WHEN o.max_attempts IS DISTINCT FROM n.max_attempts THEN '"max_attempts":' || coalesce(to_json(o.max_attempts)::text, 'null') END,
                CASE WHEN o.last_error IS DISTINCT FROM n.last_error THEN '"last_error":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_error ' || o.last_error::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.conflict_detected IS DISTINCT FROM n.conflict_detected THEN '"conflict_detected":' || coalesce(to_json(o.conflict_detected)::text, 'null') END,
                CASE WHEN o.conflict_resolution IS DISTINCT FROM n.conflict_resolution THEN '"conflict_resolution":' || coalesce(to_json(o.conflict_resolution)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.requires_online IS DISTINCT FROM n.requires_online THEN '"requires_online":' || coalesce(to_json(o.requires_online)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(n.user_id)::text, 'null') END,
                CASE WHEN o.device_id IS DISTINCT FROM n.device_id THEN '"device_id":' || coalesce(to_json(n.device_id)::text, 'null') END,
                CASE WHEN o.action_type IS DISTINCT FROM n.action_type THEN '"action_type":' || coalesce(to_json(n.action_type)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(n.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(n.entity_id)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' data ' || n.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.device_time IS DISTINCT FROM n.device_time THEN '"device_time":' || coalesce(to_json(n.device_time)::text, 'null') END,
                CASE WHEN o.synced_at IS DISTINCT FROM n.synced_at THEN '"synced_at":' || coalesce(to_json(n.synced_at)::text, 'null') END,
                CASE WHEN o.synced IS DISTINCT FROM n.synced THEN '"synced":' || coalesce(to_json(n.synced)::text, 'null') END,
                CASE WHEN o.attempts IS DISTINCT FROM n.attempts THEN '"attempts":' || coalesce(to_json(n.attempts)::text, 'null') END,
                CASE WHEN o.max_attempts IS DISTINCT FROM n.max_attempts THEN '"max_attempts":' || coalesce(to_json(n.max_attempts)::text, 'null') END,
                CASE WHEN o.last_error IS DISTINCT FROM n.last_error THEN '"last_error":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_error ' || n.last_error::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.conflict_detected IS DISTINCT FROM n.conflict_detected THEN '"conflict_detected":' || coalesce(to_json(n.conflict_detected)::text, 'null') END,
                CASE WHEN o.conflict_resolution IS DISTINCT FROM n.conflict_resolution THEN '"conflict_resolution":' || coalesce(to_json(n.conflict_resolution)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.requires_online IS DISTINCT FROM n.requires_online THEN '"requires_online":' || coalesce(to_json(n.requires_online)::text, 'null') END,
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
            'sync_queue_items', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(o.user_id)::text, 'null') END,
                CASE WHEN o.device_id IS DISTINCT FROM n.device_id THEN '"device_id":' || coalesce(to_json(o.device_id)::text, 'null') END,
                CASE WHEN o.action_type IS DISTINCT FROM n.action_type THEN '"action_type":' || coalesce(to_json(o.action_type)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(o.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(o.entity_id)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' data ' || o.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.device_time IS DISTINCT FROM n.device_time THEN '"device_time":' || coalesce(to_json(o.device_time)::text, 'null') END,
                CASE WHEN o.synced_at IS DISTINCT FROM n.synced_at THEN '"synced_at":' || coalesce(to_json(o.synced_at)::text, 'null') END,
                CASE WHEN o.synced IS DISTINCT FROM n.synced THEN '"synced":' || coalesce(to_json(o.synced)::text, 'null') END,
                CASE WHEN o.attempts IS DISTINCT FROM n.attempts THEN '"attempts":' || coalesce(to_json(o.attempts)::text, 'null') END,
                CASE WHEN o.max_attempts IS DISTINCT FROM n.max_attempts THEN '"max_attempts":' || coalesce(to_json(o.max_attempts)::text, 'null') END,
                CASE WHEN o.last_error IS DISTINCT FROM n.last_error THEN '"last_error":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_error ' || o.last_error::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.conflict_detected IS DISTINCT FROM n.conflict_detected THEN '"conflict_detected":' || coalesce(to_json(o.conflict_detected)::text, 'null') END,
                CASE WHEN o.conflict_resolution IS DISTINCT FROM n.conflict_resolution THEN '"conflict_resolution":' || coalesce(to_json(o.conflict_resolution)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.requires_online IS DISTINCT FROM n.requires_online THEN '"requires_online":' || coalesce(to_json(o.requires_online)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(n.user_id)::text, 'null') END,
                CASE WHEN o.device_id IS DISTINCT FROM n.device_id THEN '"device_id":' || coalesce(to_json(n.device_id)::text, 'null') END,
                CASE WHEN o.action_type IS DISTINCT FROM n.action_type THEN '"action_type":' || coalesce(to_json(n.action_type)::text, 'null') END,
                CASE WHEN o.entity_type IS DISTINCT FROM n.entity_type THEN '"entity_type":' || coalesce(to_json(n.entity_type)::text, 'null') END,
                CASE WHEN o.entity_id IS DISTINCT FROM n.entity_id THEN '"entity_id":' || coalesce(to_json(n.entity_id)::text, 'null') END,
                CASE WHEN o.data IS DISTINCT FROM n.data THEN '"data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' data ' || n.data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.device_time IS DISTINCT FROM n.device_time THEN '"device_time":' || coalesce(to_json(n.device_time)::text, 'null') END,
                CASE WHEN o.synced_at IS DISTINCT FROM n.synced_at THEN '"synced_at":' || coalesce(to_json(n.synced_at)::text, 'null') END,
                CASE WHEN o.synced IS DISTINCT FROM n.synced THEN '"synced":' || coalesce(to_json(n.synced)::text, 'null') END,
                CASE WHEN o.attempts IS DISTINCT FROM n.attempts THEN '"attempts":' || coalesce(to_json(n.attempts)::text, 'null') END,
                CASE WHEN o.max_attempts IS DISTINCT FROM n.max_attempts THEN '"max_attempts":' || coalesce(to_json(n.max_attempts)::text, 'null') END,
                CASE WHEN o.last_error IS DISTINCT FROM n.last_error THEN '"last_error":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_error ' || n.last_error::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.conflict_detected IS DISTINCT FROM n.conflict_detected THEN '"conflict_detected":' || coalesce(to_json(n.conflict_detected)::text, 'null') END,
                CASE WHEN o.conflict_resolution IS DISTINCT FROM n.conflict_resolution THEN '"conflict_resolution":' || coalesce(to_json(n.conflict_resolution)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.requires_online IS DISTINCT FROM n.requires_online THEN '"requires_online":' || coalesce(to_json(n.requires_online)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_sync_queue_items() IS 'Trigger: logs every change of sync_queue_items. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_sync_queue_items() FROM PUBLIC;
