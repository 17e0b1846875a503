-- Table health_screenings, with everything that serves it alone.
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
-- health_screenings
-- ----------------------------------------------------------------------------

CREATE TABLE public.health_screenings (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    conducted_by uuid NOT NULL,
    screening_type character varying(100) NOT NULL,
    screening_date timestamp with time zone NOT NULL,
    results jsonb NOT NULL,
    passed boolean NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT health_screenings_screening_type_not_blank_check CHECK ((btrim((screening_type)::text) <> ''::text))
);

ALTER TABLE ONLY public.health_screenings FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.health_screenings IS 'PHI: One health screening of a student by a staff member, passed or failed.';
COMMENT ON COLUMN public.health_screenings.id IS 'Primary key.';
COMMENT ON COLUMN public.health_screenings.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.health_screenings.student_id IS 'Student who was screened.';
COMMENT ON COLUMN public.health_screenings.conducted_by IS 'User who carried out the screening.';
COMMENT ON COLUMN public.health_screenings.screening_type IS 'PHI: Subject of the screening (vision, hearing), free text.';
COMMENT ON COLUMN public.health_screenings.screening_date IS 'PHI: Time when the student was examined.';
COMMENT ON COLUMN public.health_screenings.results IS 'PHI: Measured results as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN public.health_screenings.passed IS 'PHI: Whether the student passed. The column cannot express an inconclusive test.';
COMMENT ON COLUMN public.health_screenings.notes IS 'PHI: Notes of the examiner, free text.';
COMMENT ON COLUMN public.health_screenings.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.health_screenings.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.health_screenings.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- health_screenings: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.health_screenings
    ADD CONSTRAINT health_screenings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.health_screenings
    ADD CONSTRAINT health_screenings_conducted_by_fkey FOREIGN KEY (conducted_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.health_screenings
    ADD CONSTRAINT health_screenings_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.health_screenings
    ADD CONSTRAINT health_screenings_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- health_screenings: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX health_screenings_conducted_by_idx ON public.health_screenings USING btree (conducted_by);

CREATE INDEX health_screenings_school_id_screening_date_idx ON public.health_screenings USING btree (school_id, screening_date DESC);

CREATE INDEX health_screenings_school_id_screening_type_screening_date_idx ON public.health_screenings USING btree (school_id, screening_type, screening_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.health_screenings_school_id_screening_type_screening_date_idx IS 'Screenings of one type in a school, newest first.';

CREATE INDEX health_screenings_student_id_screening_date_idx ON public.health_screenings USING btree (student_id, screening_date DESC);

-- ----------------------------------------------------------------------------
-- health_screenings: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER health_screenings_050_no_hard_delete BEFORE DELETE ON public.health_screenings FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_050_no_hard_delete;
COMMENT ON TRIGGER health_screenings_050_no_hard_delete ON public.health_screenings IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER health_screenings_050_no_truncate BEFORE TRUNCATE ON public.health_screenings FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_050_no_truncate;
COMMENT ON TRIGGER health_screenings_050_no_truncate ON public.health_screenings IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER health_screenings_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.health_screenings FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_100_school_id;

CREATE TRIGGER health_screenings_200_updated_at BEFORE UPDATE ON public.health_screenings FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER health_screenings_900_audit_delete AFTER DELETE ON public.health_screenings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_screenings();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_900_audit_delete;
COMMENT ON TRIGGER health_screenings_900_audit_delete ON public.health_screenings IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER health_screenings_900_audit_insert AFTER INSERT ON public.health_screenings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_screenings();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_900_audit_insert;
COMMENT ON TRIGGER health_screenings_900_audit_insert ON public.health_screenings IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER health_screenings_900_audit_key AFTER UPDATE ON public.health_screenings FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_health_screenings();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_900_audit_key;
COMMENT ON TRIGGER health_screenings_900_audit_key ON public.health_screenings IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER health_screenings_900_audit_truncate AFTER TRUNCATE ON public.health_screenings FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_screenings();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_900_audit_truncate;
COMMENT ON TRIGGER health_screenings_900_audit_truncate ON public.health_screenings IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER health_screenings_900_audit_update AFTER UPDATE ON public.health_screenings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_screenings();
ALTER TABLE public.health_screenings ENABLE ALWAYS TRIGGER health_screenings_900_audit_update;
COMMENT ON TRIGGER health_screenings_900_audit_update ON public.health_screenings IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- health_screenings: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.health_screenings ENABLE ROW LEVEL SECURITY;

CREATE POLICY health_screenings_delete_trusted ON public.health_screenings
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_screenings_delete_trusted ON public.health_screenings IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY health_screenings_fence_admin ON public.health_screenings
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY health_screenings_fence_admin ON public.health_screenings IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY health_screenings_fence_district ON public.health_screenings
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY health_screenings_fence_district ON public.health_screenings IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY health_screenings_fence_school ON public.health_screenings
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY health_screenings_fence_school ON public.health_screenings IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY health_screenings_insert_staff ON public.health_screenings
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_screenings_insert_staff ON public.health_screenings IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_screenings_insert_trusted ON public.health_screenings
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY health_screenings_insert_trusted ON public.health_screenings IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY health_screenings_select_masked ON public.health_screenings
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY health_screenings_select_masked ON public.health_screenings IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY health_screenings_select_staff ON public.health_screenings
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_screenings_select_staff ON public.health_screenings IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_screenings_select_trusted ON public.health_screenings
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_screenings_select_trusted ON public.health_screenings IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY health_screenings_update_staff ON public.health_screenings
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_screenings_update_staff ON public.health_screenings IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_screenings_update_trusted ON public.health_screenings
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY health_screenings_update_trusted ON public.health_screenings IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- health_screenings: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.health_screenings TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_screenings TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(conducted_by),UPDATE(conducted_by) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screening_type),UPDATE(screening_type) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screening_date),UPDATE(screening_date) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(results),UPDATE(results) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(passed),UPDATE(passed) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.health_screenings
-- ----------------------------------------------------------------------------

CREATE VIEW masked.health_screenings WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    conducted_by,
    NULL::character varying(100) AS screening_type,
    date_trunc('year'::text, screening_date) AS screening_date,
    NULL::jsonb AS results,
    passed,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.health_screenings t;

ALTER VIEW masked.health_screenings OWNER TO whitecross_masker;

COMMENT ON VIEW masked.health_screenings IS 'Table health_screenings with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.health_screenings: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.health_screenings TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.health_screenings
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_screenings WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    screening_type AS "screeningType",
    screening_date AS "screeningDate",
    results,
    passed,
    notes,
    conducted_by AS "conductedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.health_screenings;

COMMENT ON VIEW sequelize.health_screenings IS 'Model HealthScreening: public.health_screenings with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.health_screenings: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER health_screenings_050_soft_delete INSTEAD OF DELETE ON sequelize.health_screenings FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('health_screenings');
COMMENT ON TRIGGER health_screenings_050_soft_delete ON sequelize.health_screenings IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.health_screenings: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.health_screenings TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.health_screenings TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_health_screenings
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_health_screenings()
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
            'health_screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.conducted_by IS NOT NULL THEN '"conducted_by":' || to_json(n.conducted_by) END,
                CASE WHEN n.screening_type IS NOT NULL THEN '"screening_type":' || '"***"' END,
                CASE WHEN n.screening_date IS NOT NULL THEN '"screening_date":' || '"***"' END,
                CASE WHEN n.results IS NOT NULL THEN '"results":' || '"***"' END,
                CASE WHEN n.passed IS NOT NULL THEN '"passed":' || to_json(n.passed) END,
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
            'health_screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.conducted_by IS NOT NULL THEN '"conducted_by":' || to_json(o.conducted_by) END,
                CASE WHEN o.screening_type IS NOT NULL THEN '"screening_type":' || '"***"' END,
                CASE WHEN o.screening_date IS NOT NULL THEN '"screening_date":' || '"***"' END,
                CASE WHEN o.results IS NOT NULL THEN '"results":' || '"***"' END,
                CASE WHEN o.passed IS NOT NULL THEN '"passed":' || to_json(o.passed) END,
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
            'health_screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'health_screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.conducted_by IS DISTINCT FROM n.conducted_by THEN '"conducted_by":' || coalesce(to_json(o.conducted_by)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_type ' || o.screening_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_date ' || o.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' results ' || o.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed IS DISTINCT FROM n.passed THEN '"passed":' || coalesce(to_json(o.passed)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.conducted_by IS DISTINCT FROM n.conducted_by THEN '"conducted_by":' || coalesce(to_json(n.conducted_by)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_type ' || n.screening_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_date ' || n.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' results ' || n.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed IS DISTINCT FROM n.passed THEN '"passed":' || coalesce(to_json(n.passed)::text, 'null') END,
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
            'health_screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.conducted_by IS DISTINCT FROM n.conducted_by THEN '"conducted_by":' || coalesce(to_json(o.conducted_by)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_type ' || o.screening_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_date ' || o.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' results ' || o.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed IS DISTINCT FROM n.passed THEN '"passed":' || coalesce(to_json(o.passed)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.conducted_by IS DISTINCT FROM n.conducted_by THEN '"conducted_by":' || coalesce(to_json(n.conducted_by)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_type ' || n.screening_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_date ' || n.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' results ' || n.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed IS DISTINCT FROM n.passed THEN '"passed":' || coalesce(to_json(n.passed)::text, 'null') END,
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

COMMENT ON FUNCTION phi.audit_health_screenings() IS 'Trigger: logs every change of health_screenings. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_health_screenings() FROM PUBLIC;
