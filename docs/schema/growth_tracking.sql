-- Table growth_tracking, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group HEALTH, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: ADMIN              masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- growth_tracking
-- ----------------------------------------------------------------------------

CREATE TABLE public.growth_tracking (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    measured_by uuid NOT NULL,
    measurement_date timestamp with time zone NOT NULL,
    height double precision,
    height_unit public.height_unit DEFAULT 'inches'::public.height_unit,
    weight double precision,
    weight_unit public.weight_unit DEFAULT 'lbs'::public.weight_unit,
    bmi double precision,
    percentile_height double precision,
    percentile_weight double precision,
    percentile_bmi double precision,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT growth_tracking_bmi_is_physical_check CHECK (((bmi > (0)::double precision) AND (bmi < (1000)::double precision))),
    CONSTRAINT growth_tracking_height_is_physical_check CHECK (((height > (0)::double precision) AND (height < (300)::double precision))),
    CONSTRAINT growth_tracking_percentile_bmi_in_range_check CHECK (((percentile_bmi >= (0)::double precision) AND (percentile_bmi <= (100)::double precision))),
    CONSTRAINT growth_tracking_percentile_height_in_range_check CHECK (((percentile_height >= (0)::double precision) AND (percentile_height <= (100)::double precision))),
    CONSTRAINT growth_tracking_percentile_weight_in_range_check CHECK (((percentile_weight >= (0)::double precision) AND (percentile_weight <= (100)::double precision))),
    CONSTRAINT growth_tracking_weight_is_physical_check CHECK (((weight > (0)::double precision) AND (weight < (2000)::double precision)))
);

ALTER TABLE ONLY public.growth_tracking FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.growth_tracking IS 'PHI: One measurement of a student''s height and weight by a staff member; the source of growth charts.';
COMMENT ON COLUMN public.growth_tracking.id IS 'Primary key.';
COMMENT ON COLUMN public.growth_tracking.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.growth_tracking.student_id IS 'Student who was measured.';
COMMENT ON COLUMN public.growth_tracking.measured_by IS 'User who took the measurement.';
COMMENT ON COLUMN public.growth_tracking.measurement_date IS 'PHI: Time of the measurement; percentiles refer to the student''s age at this time.';
COMMENT ON COLUMN public.growth_tracking.height IS 'PHI: Standing height, in height_unit.';
COMMENT ON COLUMN public.growth_tracking.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN public.growth_tracking.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN public.growth_tracking.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN public.growth_tracking.bmi IS 'PHI: Body mass index in kg/m2; sent by the application, not computed here.';
COMMENT ON COLUMN public.growth_tracking.percentile_height IS 'PHI: Height percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_tracking.percentile_weight IS 'PHI: Weight percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_tracking.percentile_bmi IS 'PHI: BMI percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_tracking.notes IS 'PHI: Notes of the person who measured, free text.';
COMMENT ON COLUMN public.growth_tracking.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.growth_tracking.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.growth_tracking.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- growth_tracking: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.growth_tracking
    ADD CONSTRAINT growth_tracking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.growth_tracking
    ADD CONSTRAINT growth_tracking_measured_by_fkey FOREIGN KEY (measured_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.growth_tracking
    ADD CONSTRAINT growth_tracking_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.growth_tracking
    ADD CONSTRAINT growth_tracking_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- growth_tracking: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX growth_tracking_measured_by_idx ON public.growth_tracking USING btree (measured_by);

CREATE INDEX growth_tracking_school_id_measurement_date_idx ON public.growth_tracking USING btree (school_id, measurement_date DESC);

CREATE INDEX growth_tracking_student_id_measurement_date_idx ON public.growth_tracking USING btree (student_id, measurement_date DESC);

-- ----------------------------------------------------------------------------
-- growth_tracking: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER growth_tracking_050_no_hard_delete BEFORE DELETE ON public.growth_tracking FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_050_no_hard_delete;
COMMENT ON TRIGGER growth_tracking_050_no_hard_delete ON public.growth_tracking IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER growth_tracking_050_no_truncate BEFORE TRUNCATE ON public.growth_tracking FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_050_no_truncate;
COMMENT ON TRIGGER growth_tracking_050_no_truncate ON public.growth_tracking IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER growth_tracking_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.growth_tracking FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_100_school_id;

CREATE TRIGGER growth_tracking_200_updated_at BEFORE UPDATE ON public.growth_tracking FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER growth_tracking_900_audit_delete AFTER DELETE ON public.growth_tracking REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_tracking();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_900_audit_delete;
COMMENT ON TRIGGER growth_tracking_900_audit_delete ON public.growth_tracking IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER growth_tracking_900_audit_insert AFTER INSERT ON public.growth_tracking REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_tracking();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_900_audit_insert;
COMMENT ON TRIGGER growth_tracking_900_audit_insert ON public.growth_tracking IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER growth_tracking_900_audit_key AFTER UPDATE ON public.growth_tracking FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_growth_tracking();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_900_audit_key;
COMMENT ON TRIGGER growth_tracking_900_audit_key ON public.growth_tracking IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER growth_tracking_900_audit_truncate AFTER TRUNCATE ON public.growth_tracking FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_tracking();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_900_audit_truncate;
COMMENT ON TRIGGER growth_tracking_900_audit_truncate ON public.growth_tracking IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER growth_tracking_900_audit_update AFTER UPDATE ON public.growth_tracking REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_tracking();
ALTER TABLE public.growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_900_audit_update;
COMMENT ON TRIGGER growth_tracking_900_audit_update ON public.growth_tracking IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- growth_tracking: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.growth_tracking ENABLE ROW LEVEL SECURITY;

CREATE POLICY growth_tracking_delete_trusted ON public.growth_tracking
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY growth_tracking_delete_trusted ON public.growth_tracking IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY growth_tracking_fence_admin ON public.growth_tracking
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY growth_tracking_fence_admin ON public.growth_tracking IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY growth_tracking_fence_district ON public.growth_tracking
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY growth_tracking_fence_district ON public.growth_tracking IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY growth_tracking_fence_school ON public.growth_tracking
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY growth_tracking_fence_school ON public.growth_tracking IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY growth_tracking_insert_staff ON public.growth_tracking
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_tracking_insert_staff ON public.growth_tracking IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_tracking_insert_trusted ON public.growth_tracking
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY growth_tracking_insert_trusted ON public.growth_tracking IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY growth_tracking_select_masked ON public.growth_tracking
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY growth_tracking_select_masked ON public.growth_tracking IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY growth_tracking_select_staff ON public.growth_tracking
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_tracking_select_staff ON public.growth_tracking IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_tracking_select_trusted ON public.growth_tracking
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY growth_tracking_select_trusted ON public.growth_tracking IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY growth_tracking_update_staff ON public.growth_tracking
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_tracking_update_staff ON public.growth_tracking IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_tracking_update_trusted ON public.growth_tracking
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY growth_tracking_update_trusted ON public.growth_tracking IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- growth_tracking: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.growth_tracking TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.growth_tracking TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measured_by),UPDATE(measured_by) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measurement_date),UPDATE(measurement_date) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height),UPDATE(height) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height_unit),UPDATE(height_unit) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight),UPDATE(weight) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight_unit),UPDATE(weight_unit) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(bmi),UPDATE(bmi) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(percentile_height),UPDATE(percentile_height) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(percentile_weight),UPDATE(percentile_weight) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(percentile_bmi),UPDATE(percentile_bmi) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.growth_tracking
-- ----------------------------------------------------------------------------

CREATE VIEW masked.growth_tracking WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    measured_by,
    date_trunc('year'::text, measurement_date) AS measurement_date,
    NULL::double precision AS height,
    height_unit,
    NULL::double precision AS weight,
    weight_unit,
    NULL::double precision AS bmi,
    NULL::double precision AS percentile_height,
    NULL::double precision AS percentile_weight,
    NULL::double precision AS percentile_bmi,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.growth_tracking t;

ALTER VIEW masked.growth_tracking OWNER TO whitecross_masker;

COMMENT ON VIEW masked.growth_tracking IS 'Table growth_tracking with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.growth_tracking: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.growth_tracking
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.growth_tracking WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    measurement_date AS "measurementDate",
    height,
    height_unit AS "heightUnit",
    weight,
    weight_unit AS "weightUnit",
    bmi,
    percentile_height AS "percentileHeight",
    percentile_weight AS "percentileWeight",
    percentile_bmi AS "percentileBmi",
    notes,
    measured_by AS "measuredBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.growth_tracking;

COMMENT ON VIEW sequelize.growth_tracking IS 'Model GrowthTracking: public.growth_tracking with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.growth_tracking: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER growth_tracking_050_soft_delete INSTEAD OF DELETE ON sequelize.growth_tracking FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('growth_tracking');
COMMENT ON TRIGGER growth_tracking_050_soft_delete ON sequelize.growth_tracking IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.growth_tracking: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.growth_tracking TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.growth_tracking TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_growth_tracking
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_growth_tracking()
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
            'growth_tracking', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.measured_by IS NOT NULL THEN '"measured_by":' || to_json(n.measured_by) END,
                CASE WHEN n.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN n.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN n.height_unit IS NOT NULL THEN '"height_unit":' || to_json(n.height_unit) END,
                CASE WHEN n.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN n.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(n.weight_unit) END,
                CASE WHEN n.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN n.percentile_height IS NOT NULL THEN '"percentile_height":' || '"***"' END,
                CASE WHEN n.percentile_weight IS NOT NULL THEN '"percentile_weight":' || '"***"' END,
                CASE WHEN n.percentile_bmi IS NOT NULL THEN '"percentile_bmi":' || '"***"' END,
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
            'growth_tracking', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.measured_by IS NOT NULL THEN '"measured_by":' || to_json(o.measured_by) END,
                CASE WHEN o.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN o.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN o.height_unit IS NOT NULL THEN '"height_unit":' || to_json(o.height_unit) END,
                CASE WHEN o.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN o.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(o.weight_unit) END,
                CASE WHEN o.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN o.percentile_height IS NOT NULL THEN '"percentile_height":' || '"***"' END,
                CASE WHEN o.percentile_weight IS NOT NULL THEN '"percentile_weight":' || '"***"' END,
                CASE WHEN o.percentile_bmi IS NOT NULL THEN '"percentile_bmi":' || '"***"' END,
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
            'growth_tracking', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'growth_tracking', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce(to_json(o.measured_by)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_height IS DISTINCT FROM n.percentile_height THEN '"percentile_height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_height ' || o.percentile_height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_weight IS DISTINCT FROM n.percentile_weight THEN '"percentile_weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_weight ' || o.percentile_weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_bmi IS DISTINCT FROM n.percentile_bmi THEN '"percentile_bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_bmi ' || o.percentile_bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce(to_json(n.measured_by)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_height IS DISTINCT FROM n.percentile_height THEN '"percentile_height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_height ' || n.percentile_height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_weight IS DISTINCT FROM n.percentile_weight THEN '"percentile_weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_weight ' || n.percentile_weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_bmi IS DISTINCT FROM n.percentile_bmi THEN '"percentile_bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_bmi ' || n.percentile_bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'growth_tracking', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce(to_json(o.measured_by)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_height IS DISTINCT FROM n.percentile_height THEN '"percentile_height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_height ' || o.percentile_height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_weight IS DISTINCT FROM n.percentile_weight THEN '"percentile_weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_weight ' || o.percentile_weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_bmi IS DISTINCT FROM n.percentile_bmi THEN '"percentile_bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' percentile_bmi ' || o.percentile_bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce(to_json(n.measured_by)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_height IS DISTINCT FROM n.percentile_height THEN '"percentile_height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_height ' || n.percentile_height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_weight IS DISTINCT FROM n.percentile_weight THEN '"percentile_weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_weight ' || n.percentile_weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.percentile_bmi IS DISTINCT FROM n.percentile_bmi THEN '"percentile_bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' percentile_bmi ' || n.percentile_bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_growth_tracking() IS 'Trigger: logs every change of growth_tracking. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_growth_tracking() FROM PUBLIC;
