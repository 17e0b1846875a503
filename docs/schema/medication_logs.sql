-- Table medication_logs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group HEALTH, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention MEDICATION_LOGS
-- phi.access: ADMIN              masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- medication_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.medication_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    medication_id uuid NOT NULL,
    dosage numeric(10,2) NOT NULL,
    dosage_unit character varying(255) NOT NULL,
    route character varying(255) NOT NULL,
    scheduled_at timestamp with time zone,
    administered_at timestamp with time zone NOT NULL,
    administered_by character varying(255) NOT NULL,
    status public.medication_log_status DEFAULT 'ADMINISTERED'::public.medication_log_status,
    was_given boolean DEFAULT false NOT NULL,
    reason_not_given text,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT medication_logs_dosage_not_negative_check CHECK ((dosage >= (0)::numeric))
);

ALTER TABLE ONLY public.medication_logs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.medication_logs IS 'PHI: One dose that was given to a student, missed or refused. Nurses document each administration here.';
COMMENT ON COLUMN public.medication_logs.id IS 'Primary key.';
COMMENT ON COLUMN public.medication_logs.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.medication_logs.student_id IS 'Student for whom the dose was meant.';
COMMENT ON COLUMN public.medication_logs.medication_id IS 'Product given or due.';
COMMENT ON COLUMN public.medication_logs.dosage IS 'PHI: Amount of the dose, in dosage_unit.';
COMMENT ON COLUMN public.medication_logs.dosage_unit IS 'PHI: Unit of dosage (mg, mL, tablet), free text.';
COMMENT ON COLUMN public.medication_logs.route IS 'PHI: Route of administration (oral, inhaled), free text.';
COMMENT ON COLUMN public.medication_logs.scheduled_at IS 'PHI: Time when the dose was due, NULL for an unscheduled or as-needed dose.';
COMMENT ON COLUMN public.medication_logs.administered_at IS 'PHI: Time of administration; if the dose was not given, the time of the entry.';
COMMENT ON COLUMN public.medication_logs.administered_by IS 'Name of the staff member who gave the dose, as text, so there is no foreign key.';
COMMENT ON COLUMN public.medication_logs.status IS 'PHI: Outcome of the dose.';
COMMENT ON COLUMN public.medication_logs.was_given IS 'PHI: TRUE if the student actually took the dose.';
COMMENT ON COLUMN public.medication_logs.reason_not_given IS 'PHI: Reason for not giving the dose (absence, refusal, vomiting).';
COMMENT ON COLUMN public.medication_logs.notes IS 'PHI: Observations at the administration (reaction, effect).';
COMMENT ON COLUMN public.medication_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.medication_logs.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.medication_logs.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- medication_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.medication_logs
    ADD CONSTRAINT medication_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.medication_logs
    ADD CONSTRAINT medication_logs_medication_id_fkey FOREIGN KEY (medication_id) REFERENCES public.medications(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.medication_logs
    ADD CONSTRAINT medication_logs_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.medication_logs
    ADD CONSTRAINT medication_logs_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- medication_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX medication_logs_administered_at_brin_idx ON public.medication_logs USING brin (administered_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.medication_logs_administered_at_brin_idx IS 'Doses of all schools in a time range; rows are inserted in about this order.';

CREATE INDEX medication_logs_administered_by_administered_at_idx ON public.medication_logs USING btree (administered_by, administered_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.medication_logs_administered_by_administered_at_idx IS 'Doses given by one person, newest first.';

CREATE INDEX medication_logs_medication_id_idx ON public.medication_logs USING btree (medication_id);

CREATE INDEX medication_logs_school_id_administered_at_idx ON public.medication_logs USING btree (school_id, administered_at DESC);

CREATE INDEX medication_logs_school_id_scheduled_at_pending_idx ON public.medication_logs USING btree (school_id, scheduled_at) WHERE ((status = 'PENDING'::public.medication_log_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.medication_logs_school_id_scheduled_at_pending_idx IS 'Pending doses of a school, the next due first.';

CREATE INDEX medication_logs_student_id_administered_at_idx ON public.medication_logs USING btree (student_id, administered_at DESC);

CREATE INDEX medication_logs_student_id_medication_id_administered_at_idx ON public.medication_logs USING btree (student_id, medication_id, administered_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.medication_logs_student_id_medication_id_administered_at_idx IS 'Doses of one medication given to a student, the last one first.';

-- ----------------------------------------------------------------------------
-- medication_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER medication_logs_050_no_hard_delete BEFORE DELETE ON public.medication_logs FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_050_no_hard_delete;
COMMENT ON TRIGGER medication_logs_050_no_hard_delete ON public.medication_logs IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER medication_logs_050_no_truncate BEFORE TRUNCATE ON public.medication_logs FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_050_no_truncate;
COMMENT ON TRIGGER medication_logs_050_no_truncate ON public.medication_logs IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER medication_logs_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.medication_logs FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_100_school_id;

CREATE TRIGGER medication_logs_200_updated_at BEFORE UPDATE ON public.medication_logs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER medication_logs_900_audit_delete AFTER DELETE ON public.medication_logs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medication_logs();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_900_audit_delete;
COMMENT ON TRIGGER medication_logs_900_audit_delete ON public.medication_logs IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER medication_logs_900_audit_insert AFTER INSERT ON public.medication_logs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medication_logs();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_900_audit_insert;
COMMENT ON TRIGGER medication_logs_900_audit_insert ON public.medication_logs IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER medication_logs_900_audit_key AFTER UPDATE ON public.medication_logs FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_medication_logs();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_900_audit_key;
COMMENT ON TRIGGER medication_logs_900_audit_key ON public.medication_logs IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER medication_logs_900_audit_truncate AFTER TRUNCATE ON public.medication_logs FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medication_logs();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_900_audit_truncate;
COMMENT ON TRIGGER medication_logs_900_audit_truncate ON public.medication_logs IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER medication_logs_900_audit_update AFTER UPDATE ON public.medication_logs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medication_logs();
ALTER TABLE public.medication_logs ENABLE ALWAYS TRIGGER medication_logs_900_audit_update;
COMMENT ON TRIGGER medication_logs_900_audit_update ON public.medication_logs IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- medication_logs: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.medication_logs ENABLE ROW LEVEL SECURITY;

CREATE POLICY medication_logs_delete_trusted ON public.medication_logs
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY medication_logs_delete_trusted ON public.medication_logs IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY medication_logs_fence_admin ON public.medication_logs
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY medication_logs_fence_admin ON public.medication_logs IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY medication_logs_fence_district ON public.medication_logs
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY medication_logs_fence_district ON public.medication_logs IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY medication_logs_fence_school ON public.medication_logs
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY medication_logs_fence_school ON public.medication_logs IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY medication_logs_insert_staff ON public.medication_logs
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medication_logs_insert_staff ON public.medication_logs IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medication_logs_insert_trusted ON public.medication_logs
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY medication_logs_insert_trusted ON public.medication_logs IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY medication_logs_select_masked ON public.medication_logs
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY medication_logs_select_masked ON public.medication_logs IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY medication_logs_select_staff ON public.medication_logs
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medication_logs_select_staff ON public.medication_logs IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medication_logs_select_trusted ON public.medication_logs
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY medication_logs_select_trusted ON public.medication_logs IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY medication_logs_update_staff ON public.medication_logs
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medication_logs_update_staff ON public.medication_logs IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medication_logs_update_trusted ON public.medication_logs
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY medication_logs_update_trusted ON public.medication_logs IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- medication_logs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.medication_logs TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.medication_logs TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medication_id),UPDATE(medication_id) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage),UPDATE(dosage) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage_unit),UPDATE(dosage_unit) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(route),UPDATE(route) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_at),UPDATE(scheduled_at) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_at),UPDATE(administered_at) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_by),UPDATE(administered_by) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(was_given),UPDATE(was_given) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason_not_given),UPDATE(reason_not_given) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.medication_logs
-- ----------------------------------------------------------------------------

CREATE VIEW masked.medication_logs WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    NULL::uuid AS medication_id,
    NULL::numeric(10,2) AS dosage,
    NULL::character varying(255) AS dosage_unit,
    NULL::character varying(255) AS route,
    date_trunc('year'::text, scheduled_at) AS scheduled_at,
    date_trunc('year'::text, administered_at) AS administered_at,
    ("left"((administered_by)::text, 1) || '.'::text) AS administered_by,
    status,
    was_given,
    NULL::text AS reason_not_given,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.medication_logs t;

ALTER VIEW masked.medication_logs OWNER TO whitecross_masker;

COMMENT ON VIEW masked.medication_logs IS 'Table medication_logs with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.medication_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.medication_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.medication_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medication_logs WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    medication_id AS "medicationId",
    dosage,
    dosage_unit AS "dosageUnit",
    route,
    scheduled_at AS "scheduledAt",
    administered_at AS "administeredAt",
    administered_by AS "administeredBy",
    status,
    notes,
    was_given AS "wasGiven",
    reason_not_given AS "reasonNotGiven",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.medication_logs;

COMMENT ON VIEW sequelize.medication_logs IS 'Model MedicationLog: public.medication_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.medication_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER medication_logs_050_soft_delete INSTEAD OF DELETE ON sequelize.medication_logs FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('medication_logs');
COMMENT ON TRIGGER medication_logs_050_soft_delete ON sequelize.medication_logs IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.medication_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.medication_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.medication_logs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_medication_logs
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_medication_logs()
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
            'medication_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.medication_id IS NOT NULL THEN '"medication_id":' || '"***"' END,
                CASE WHEN n.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN n.dosage_unit IS NOT NULL THEN '"dosage_unit":' || '"***"' END,
                CASE WHEN n.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN n.scheduled_at IS NOT NULL THEN '"scheduled_at":' || '"***"' END,
                CASE WHEN n.administered_at IS NOT NULL THEN '"administered_at":' || '"***"' END,
                CASE WHEN n.administered_by IS NOT NULL THEN '"administered_by":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.was_given IS NOT NULL THEN '"was_given":' || to_json(n.was_given) END,
                CASE WHEN n.reason_not_given IS NOT NULL THEN '"reason_not_given":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
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
            'medication_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.medication_id IS NOT NULL THEN '"medication_id":' || '"***"' END,
                CASE WHEN o.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN o.dosage_unit IS NOT NULL THEN '"dosage_unit":' || '"***"' END,
                CASE WHEN o.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN o.scheduled_at IS NOT NULL THEN '"scheduled_at":' || '"***"' END,
                CASE WHEN o.administered_at IS NOT NULL THEN '"administered_at":' || '"***"' END,
                CASE WHEN o.administered_by IS NOT NULL THEN '"administered_by":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.was_given IS NOT NULL THEN '"was_given":' || to_json(o.was_given) END,
                CASE WHEN o.reason_not_given IS NOT NULL THEN '"reason_not_given":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
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
            'medication_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'medication_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication_id ' || o.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage_unit IS DISTINCT FROM n.dosage_unit THEN '"dosage_unit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage_unit ' || o.dosage_unit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_at ' || o.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_at IS DISTINCT FROM n.administered_at THEN '"administered_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_at ' || o.administered_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_by ' || o.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.was_given IS DISTINCT FROM n.was_given THEN '"was_given":' || coalesce(to_json(o.was_given)::text, 'null') END,
                CASE WHEN o.reason_not_given IS DISTINCT FROM n.reason_not_given THEN '"reason_not_given":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason_not_given ' || o.reason_not_given::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication_id ' || n.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage_unit IS DISTINCT FROM n.dosage_unit THEN '"dosage_unit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage_unit ' || n.dosage_unit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_at ' || n.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_at IS DISTINCT FROM n.administered_at THEN '"administered_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_at ' || n.administered_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_by ' || n.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.was_given IS DISTINCT FROM n.was_given THEN '"was_given":' || coalesce(to_json(n.was_given)::text, 'null') END,
                CASE WHEN o.reason_not_given IS DISTINCT FROM n.reason_not_given THEN '"reason_not_given":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason_not_given ' || n.reason_not_given::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'medication_logs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication_id ' || o.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage_unit IS DISTINCT FROM n.dosage_unit THEN '"dosage_unit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage_unit ' || o.dosage_unit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_at ' || o.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_at IS DISTINCT FROM n.administered_at THEN '"administered_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_at ' || o.administered_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_by ' || o.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.was_given IS DISTINCT FROM n.was_given THEN '"was_given":' || coalesce(to_json(o.was_given)::text, 'null') END,
                CASE WHEN o.reason_not_given IS DISTINCT FROM n.reason_not_given THEN '"reason_not_given":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason_not_given ' || o.reason_not_given::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication_id ' || n.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage_unit IS DISTINCT FROM n.dosage_unit THEN '"dosage_unit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage_unit ' || n.dosage_unit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_at ' || n.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_at IS DISTINCT FROM n.administered_at THEN '"administered_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_at ' || n.administered_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_by ' || n.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.was_given IS DISTINCT FROM n.was_given THEN '"was_given":' || coalesce(to_json(n.was_given)::text, 'null') END,
                CASE WHEN o.reason_not_given IS DISTINCT FROM n.reason_not_given THEN '"reason_not_given":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason_not_given ' || n.reason_not_given::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_medication_logs() IS 'Trigger: logs every change of medication_logs. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_medication_logs() FROM PUBLIC;
