-- Table growth_measurements, with everything that serves it alone.
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
-- growth_measurements
-- ----------------------------------------------------------------------------

CREATE TABLE public.growth_measurements (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    measurement_date timestamp with time zone NOT NULL,
    measured_by text NOT NULL,
    measured_by_role text,
    height numeric(6,2),
    height_unit public.height_unit DEFAULT 'cm'::public.height_unit NOT NULL,
    weight numeric(6,2),
    weight_unit public.weight_unit DEFAULT 'kg'::public.weight_unit NOT NULL,
    bmi numeric(6,2),
    head_circumference numeric(6,2),
    height_percentile numeric(6,2),
    weight_percentile numeric(6,2),
    bmi_percentile numeric(6,2),
    growth_percentiles jsonb,
    nutritional_status text,
    concerns text,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT growth_measurements_bmi_is_physical_check CHECK (((bmi > (0)::numeric) AND (bmi < (1000)::numeric))),
    CONSTRAINT growth_measurements_bmi_percentile_in_range_check CHECK (((bmi_percentile >= (0)::numeric) AND (bmi_percentile <= (100)::numeric))),
    CONSTRAINT growth_measurements_head_circumference_is_physical_check CHECK (((head_circumference > (0)::numeric) AND (head_circumference < (200)::numeric))),
    CONSTRAINT growth_measurements_height_is_physical_check CHECK (((height > (0)::numeric) AND (height < (300)::numeric))),
    CONSTRAINT growth_measurements_height_percentile_in_range_check CHECK (((height_percentile >= (0)::numeric) AND (height_percentile <= (100)::numeric))),
    CONSTRAINT growth_measurements_weight_is_physical_check CHECK (((weight > (0)::numeric) AND (weight < (2000)::numeric))),
    CONSTRAINT growth_measurements_weight_percentile_in_range_check CHECK (((weight_percentile >= (0)::numeric) AND (weight_percentile <= (100)::numeric)))
);

ALTER TABLE ONLY public.growth_measurements FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.growth_measurements IS 'PHI: One growth measurement of a student, with percentiles and concerns. Nurses follow the development here.';
COMMENT ON COLUMN public.growth_measurements.id IS 'Primary key.';
COMMENT ON COLUMN public.growth_measurements.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.growth_measurements.student_id IS 'Student who was measured.';
COMMENT ON COLUMN public.growth_measurements.health_record_id IS 'Entry of the health record under which the measurement is filed, if any.';
COMMENT ON COLUMN public.growth_measurements.measurement_date IS 'PHI: Time of the measurement; percentiles refer to the student''s age at this time.';
COMMENT ON COLUMN public.growth_measurements.measured_by IS 'Name of the person who measured, as text because that person may have no account.';
COMMENT ON COLUMN public.growth_measurements.measured_by_role IS 'Profession of that person (school nurse).';
COMMENT ON COLUMN public.growth_measurements.height IS 'PHI: Standing height or length, in height_unit.';
COMMENT ON COLUMN public.growth_measurements.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN public.growth_measurements.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN public.growth_measurements.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN public.growth_measurements.bmi IS 'PHI: Body mass index in kg/m2; entered by the client, not computed here.';
COMMENT ON COLUMN public.growth_measurements.head_circumference IS 'PHI: Head circumference; there is no unit column, centimeters by convention.';
COMMENT ON COLUMN public.growth_measurements.height_percentile IS 'PHI: Height percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_measurements.weight_percentile IS 'PHI: Weight percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_measurements.bmi_percentile IS 'PHI: BMI percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN public.growth_measurements.growth_percentiles IS 'PHI: Further percentiles as JSON without a fixed structure.';
COMMENT ON COLUMN public.growth_measurements.nutritional_status IS 'PHI: Nutritional assessment (underweight, obese), free text.';
COMMENT ON COLUMN public.growth_measurements.concerns IS 'PHI: Concerns about growth or nutrition that need a follow-up.';
COMMENT ON COLUMN public.growth_measurements.notes IS 'PHI: Notes of the person who measured, free text.';
COMMENT ON COLUMN public.growth_measurements.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.growth_measurements.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.growth_measurements.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.growth_measurements.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.growth_measurements.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- growth_measurements: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.growth_measurements
    ADD CONSTRAINT growth_measurements_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- growth_measurements: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX growth_measurements_created_by_idx ON public.growth_measurements USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX growth_measurements_health_record_id_idx ON public.growth_measurements USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX growth_measurements_school_id_measurement_date_idx ON public.growth_measurements USING btree (school_id, measurement_date DESC);

CREATE INDEX growth_measurements_student_id_measurement_date_idx ON public.growth_measurements USING btree (student_id, measurement_date DESC);

CREATE INDEX growth_measurements_updated_by_idx ON public.growth_measurements USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- growth_measurements: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER growth_measurements_050_no_hard_delete BEFORE DELETE ON public.growth_measurements FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_050_no_hard_delete;
COMMENT ON TRIGGER growth_measurements_050_no_hard_delete ON public.growth_measurements IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER growth_measurements_050_no_truncate BEFORE TRUNCATE ON public.growth_measurements FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_050_no_truncate;
COMMENT ON TRIGGER growth_measurements_050_no_truncate ON public.growth_measurements IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER growth_measurements_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.growth_measurements FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_100_school_id;

CREATE TRIGGER growth_measurements_200_updated_at BEFORE UPDATE ON public.growth_measurements FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER growth_measurements_900_audit_delete AFTER DELETE ON public.growth_measurements REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_measurements();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_900_audit_delete;
COMMENT ON TRIGGER growth_measurements_900_audit_delete ON public.growth_measurements IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER growth_measurements_900_audit_insert AFTER INSERT ON public.growth_measurements REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_measurements();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_900_audit_insert;
COMMENT ON TRIGGER growth_measurements_900_audit_insert ON public.growth_measurements IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER growth_measurements_900_audit_key AFTER UPDATE ON public.growth_measurements FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_growth_measurements();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_900_audit_key;
COMMENT ON TRIGGER growth_measurements_900_audit_key ON public.growth_measurements IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER growth_measurements_900_audit_truncate AFTER TRUNCATE ON public.growth_measurements FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_measurements();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_900_audit_truncate;
COMMENT ON TRIGGER growth_measurements_900_audit_truncate ON public.growth_measurements IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER growth_measurements_900_audit_update AFTER UPDATE ON public.growth_measurements REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_growth_measurements();
ALTER TABLE public.growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_900_audit_update;
COMMENT ON TRIGGER growth_measurements_900_audit_update ON public.growth_measurements IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- growth_measurements: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.growth_measurements ENABLE ROW LEVEL SECURITY;

CREATE POLICY growth_measurements_delete_trusted ON public.growth_measurements
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY growth_measurements_delete_trusted ON public.growth_measurements IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY growth_measurements_fence_admin ON public.growth_measurements
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY growth_measurements_fence_admin ON public.growth_measurements IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY growth_measurements_fence_district ON public.growth_measurements
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY growth_measurements_fence_district ON public.growth_measurements IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY growth_measurements_fence_school ON public.growth_measurements
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY growth_measurements_fence_school ON public.growth_measurements IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY growth_measurements_insert_staff ON public.growth_measurements
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_measurements_insert_staff ON public.growth_measurements IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_measurements_insert_trusted ON public.growth_measurements
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY growth_measurements_insert_trusted ON public.growth_measurements IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY growth_measurements_select_masked ON public.growth_measurements
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY growth_measurements_select_masked ON public.growth_measurements IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY growth_measurements_select_staff ON public.growth_measurements
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_measurements_select_staff ON public.growth_measurements IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_measurements_select_trusted ON public.growth_measurements
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY growth_measurements_select_trusted ON public.growth_measurements IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY growth_measurements_update_staff ON public.growth_measurements
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY growth_measurements_update_staff ON public.growth_measurements IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY growth_measurements_update_trusted ON public.growth_measurements
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY growth_measurements_update_trusted ON public.growth_measurements IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- growth_measurements: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.growth_measurements TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.growth_measurements TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measurement_date),UPDATE(measurement_date) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measured_by),UPDATE(measured_by) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measured_by_role),UPDATE(measured_by_role) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height),UPDATE(height) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height_unit),UPDATE(height_unit) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight),UPDATE(weight) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight_unit),UPDATE(weight_unit) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(bmi),UPDATE(bmi) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(head_circumference),UPDATE(head_circumference) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height_percentile),UPDATE(height_percentile) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight_percentile),UPDATE(weight_percentile) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(bmi_percentile),UPDATE(bmi_percentile) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(growth_percentiles),UPDATE(growth_percentiles) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(nutritional_status),UPDATE(nutritional_status) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(concerns),UPDATE(concerns) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.growth_measurements
-- ----------------------------------------------------------------------------

CREATE VIEW masked.growth_measurements WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    date_trunc('year'::text, measurement_date) AS measurement_date,
    ("left"(measured_by, 1) || '.'::text) AS measured_by,
    measured_by_role,
    NULL::numeric(6,2) AS height,
    height_unit,
    NULL::numeric(6,2) AS weight,
    weight_unit,
    NULL::numeric(6,2) AS bmi,
    NULL::numeric(6,2) AS head_circumference,
    NULL::numeric(6,2) AS height_percentile,
    NULL::numeric(6,2) AS weight_percentile,
    NULL::numeric(6,2) AS bmi_percentile,
    NULL::jsonb AS growth_percentiles,
    NULL::text AS nutritional_status,
    NULL::text AS concerns,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.growth_measurements t;

ALTER VIEW masked.growth_measurements OWNER TO whitecross_masker;

COMMENT ON VIEW masked.growth_measurements IS 'Table growth_measurements with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.growth_measurements: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.growth_measurements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.audit_growth_measurements
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_growth_measurements()
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
            'growth_measurements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN n.measured_by IS NOT NULL THEN '"measured_by":' || '"***"' END,
                CASE WHEN n.measured_by_role IS NOT NULL THEN '"measured_by_role":' || to_json(n.measured_by_role) END,
                CASE WHEN n.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN n.height_unit IS NOT NULL THEN '"height_unit":' || to_json(n.height_unit) END,
                CASE WHEN n.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN n.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(n.weight_unit) END,
                CASE WHEN n.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN n.head_circumference IS NOT NULL THEN '"head_circumference":' || '"***"' END,
                CASE WHEN n.height_percentile IS NOT NULL THEN '"height_percentile":' || '"***"' END,
                CASE WHEN n.weight_percentile IS NOT NULL THEN '"weight_percentile":' || '"***"' END,
                CASE WHEN n.bmi_percentile IS NOT NULL THEN '"bmi_percentile":' || '"***"' END,
                CASE WHEN n.growth_percentiles IS NOT NULL THEN '"growth_percentiles":' || '"***"' END,
                CASE WHEN n.nutritional_status IS NOT NULL THEN '"nutritional_status":' || '"***"' END,
                CASE WHEN n.concerns IS NOT NULL THEN '"concerns":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'growth_measurements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN o.measured_by IS NOT NULL THEN '"measured_by":' || '"***"' END,
                CASE WHEN o.measured_by_role IS NOT NULL THEN '"measured_by_role":' || to_json(o.measured_by_role) END,
                CASE WHEN o.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN o.height_unit IS NOT NULL THEN '"height_unit":' || to_json(o.height_unit) END,
                CASE WHEN o.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN o.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(o.weight_unit) END,
                CASE WHEN o.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN o.head_circumference IS NOT NULL THEN '"head_circumference":' || '"***"' END,
                CASE WHEN o.height_percentile IS NOT NULL THEN '"height_percentile":' || '"***"' END,
                CASE WHEN o.weight_percentile IS NOT NULL THEN '"weight_percentile":' || '"***"' END,
                CASE WHEN o.bmi_percentile IS NOT NULL THEN '"bmi_percentile":' || '"***"' END,
                CASE WHEN o.growth_percentiles IS NOT NULL THEN '"growth_percentiles":' || '"***"' END,
                CASE WHEN o.nutritional_status IS NOT NULL THEN '"nutritional_status":' || '"***"' END,
                CASE WHEN o.concerns IS NOT NULL THEN '"concerns":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'growth_measurements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'growth_measurements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measured_by ' || o.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(o.measured_by_role)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.head_circumference IS DISTINCT FROM n.head_circumference THEN '"head_circumference":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' head_circumference ' || o.head_circumference::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_percentile IS DISTINCT FROM n.height_percentile THEN '"height_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height_percentile ' || o.height_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_percentile IS DISTINCT FROM n.weight_percentile THEN '"weight_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight_percentile ' || o.weight_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.bmi_percentile IS DISTINCT FROM n.bmi_percentile THEN '"bmi_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi_percentile ' || o.bmi_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.growth_percentiles IS DISTINCT FROM n.growth_percentiles THEN '"growth_percentiles":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' growth_percentiles ' || o.growth_percentiles::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.nutritional_status IS DISTINCT FROM n.nutritional_status THEN '"nutritional_status":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' nutritional_status ' || o.nutritional_status::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.concerns IS DISTINCT FROM n.concerns THEN '"concerns":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' concerns ' || o.concerns::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measured_by ' || n.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(n.measured_by_role)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.head_circumference IS DISTINCT FROM n.head_circumference THEN '"head_circumference":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' head_circumference ' || n.head_circumference::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_percentile IS DISTINCT FROM n.height_percentile THEN '"height_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height_percentile ' || n.height_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_percentile IS DISTINCT FROM n.weight_percentile THEN '"weight_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight_percentile ' || n.weight_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.bmi_percentile IS DISTINCT FROM n.bmi_percentile THEN '"bmi_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi_percentile ' || n.bmi_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.growth_percentiles IS DISTINCT FROM n.growth_percentiles THEN '"growth_percentiles":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' growth_percentiles ' || n.growth_percentiles::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.nutritional_status IS DISTINCT FROM n.nutritional_status THEN '"nutritional_status":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' nutritional_status ' || n.nutritional_status::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.concerns IS DISTINCT FROM n.concerns THEN '"concerns":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' concerns ' || n.concerns::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
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
            'growth_measurements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measured_by ' || o.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(o.measured_by_role)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.head_circumference IS DISTINCT FROM n.head_circumference THEN '"head_circumference":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' head_circumference ' || o.head_circumference::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_percentile IS DISTINCT FROM n.height_percentile THEN '"height_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height_percentile ' || o.height_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_percentile IS DISTINCT FROM n.weight_percentile THEN '"weight_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight_percentile ' || o.weight_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.bmi_percentile IS DISTINCT FROM n.bmi_percentile THEN '"bmi_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi_percentile ' || o.bmi_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.growth_percentiles IS DISTINCT FROM n.growth_percentiles THEN '"growth_percentiles":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' growth_percentiles ' || o.growth_percentiles::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.nutritional_status IS DISTINCT FROM n.nutritional_status THEN '"nutritional_status":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' nutritional_status ' || o.nutritional_status::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.concerns IS DISTINCT FROM n.concerns THEN '"concerns":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' concerns ' || o.concerns::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measured_by ' || n.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(n.measured_by_role)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.head_circumference IS DISTINCT FROM n.head_circumference THEN '"head_circumference":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' head_circumference ' || n.head_circumference::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_percentile IS DISTINCT FROM n.height_percentile THEN '"height_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height_percentile ' || n.height_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_percentile IS DISTINCT FROM n.weight_percentile THEN '"weight_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight_percentile ' || n.weight_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.bmi_percentile IS DISTINCT FROM n.bmi_percentile THEN '"bmi_percentile":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi_percentile ' || n.bmi_percentile::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.growth_percentiles IS DISTINCT FROM n.growth_percentiles THEN '"growth_percentiles":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' growth_percentiles ' || n.growth_percentiles::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.nutritional_status IS DISTINCT FROM n.nutritional_status THEN '"nutritional_status":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' nutritional_status ' || n.nutritional_status::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.concerns IS DISTINCT FROM n.concerns THEN '"concerns":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' concerns ' || n.concerns::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_growth_measurements() IS 'Trigger: logs every change of growth_measurements. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_growth_measurements() FROM PUBLIC;
