-- Table student_drug_allergies, with everything that serves it alone.
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
-- student_drug_allergies
-- ----------------------------------------------------------------------------

CREATE TABLE public.student_drug_allergies (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    drug_id uuid NOT NULL,
    allergy_type character varying(100) NOT NULL,
    severity character varying(50) NOT NULL,
    reaction text NOT NULL,
    diagnosed_date timestamp with time zone,
    diagnosed_by character varying(255),
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY public.student_drug_allergies FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.student_drug_allergies IS 'PHI: An allergy of a student to a catalog drug. Nurses check it before they give a drug.';
COMMENT ON COLUMN public.student_drug_allergies.id IS 'Primary key.';
COMMENT ON COLUMN public.student_drug_allergies.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.student_drug_allergies.student_id IS 'Student who has the allergy.';
COMMENT ON COLUMN public.student_drug_allergies.drug_id IS 'Drug that the student must not get.';
COMMENT ON COLUMN public.student_drug_allergies.allergy_type IS 'PHI: Kind of reaction (allergy, intolerance), free text.';
COMMENT ON COLUMN public.student_drug_allergies.severity IS 'PHI: Severity of the reaction, observed or expected, free text.';
COMMENT ON COLUMN public.student_drug_allergies.reaction IS 'PHI: Reaction to the drug (hives, anaphylaxis), free text.';
COMMENT ON COLUMN public.student_drug_allergies.diagnosed_date IS 'PHI: Time of the diagnosis, NULL if the allergy was only reported.';
COMMENT ON COLUMN public.student_drug_allergies.diagnosed_by IS 'PHI: Name of the clinician who diagnosed it, as text because clinicians outside the school have no account.';
COMMENT ON COLUMN public.student_drug_allergies.notes IS 'PHI: Further notes, such as cross-reactions or alternatives that the student tolerates.';
COMMENT ON COLUMN public.student_drug_allergies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.student_drug_allergies.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.student_drug_allergies.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- student_drug_allergies: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.student_drug_allergies
    ADD CONSTRAINT student_drug_allergies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.student_drug_allergies
    ADD CONSTRAINT student_drug_allergies_student_id_drug_id_key UNIQUE (student_id, drug_id);

ALTER TABLE ONLY public.student_drug_allergies
    ADD CONSTRAINT student_drug_allergies_drug_id_fkey FOREIGN KEY (drug_id) REFERENCES public.drug_catalog(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_drug_allergies
    ADD CONSTRAINT student_drug_allergies_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_drug_allergies
    ADD CONSTRAINT student_drug_allergies_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- student_drug_allergies: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX student_drug_allergies_drug_id_idx ON public.student_drug_allergies USING btree (drug_id);

CREATE INDEX student_drug_allergies_school_id_idx ON public.student_drug_allergies USING btree (school_id);

-- ----------------------------------------------------------------------------
-- student_drug_allergies: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER student_drug_allergies_050_no_hard_delete BEFORE DELETE ON public.student_drug_allergies FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_050_no_hard_delete;
COMMENT ON TRIGGER student_drug_allergies_050_no_hard_delete ON public.student_drug_allergies IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_050_no_truncate BEFORE TRUNCATE ON public.student_drug_allergies FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_050_no_truncate;
COMMENT ON TRIGGER student_drug_allergies_050_no_truncate ON public.student_drug_allergies IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.student_drug_allergies FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_100_school_id;

CREATE TRIGGER student_drug_allergies_200_updated_at BEFORE UPDATE ON public.student_drug_allergies FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER student_drug_allergies_900_audit_delete AFTER DELETE ON public.student_drug_allergies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_drug_allergies();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_900_audit_delete;
COMMENT ON TRIGGER student_drug_allergies_900_audit_delete ON public.student_drug_allergies IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_900_audit_insert AFTER INSERT ON public.student_drug_allergies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_drug_allergies();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_900_audit_insert;
COMMENT ON TRIGGER student_drug_allergies_900_audit_insert ON public.student_drug_allergies IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_900_audit_key AFTER UPDATE ON public.student_drug_allergies FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_student_drug_allergies();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_900_audit_key;
COMMENT ON TRIGGER student_drug_allergies_900_audit_key ON public.student_drug_allergies IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_900_audit_truncate AFTER TRUNCATE ON public.student_drug_allergies FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_drug_allergies();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_900_audit_truncate;
COMMENT ON TRIGGER student_drug_allergies_900_audit_truncate ON public.student_drug_allergies IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER student_drug_allergies_900_audit_update AFTER UPDATE ON public.student_drug_allergies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_drug_allergies();
ALTER TABLE public.student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_900_audit_update;
COMMENT ON TRIGGER student_drug_allergies_900_audit_update ON public.student_drug_allergies IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- student_drug_allergies: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.student_drug_allergies ENABLE ROW LEVEL SECURITY;

CREATE POLICY student_drug_allergies_delete_trusted ON public.student_drug_allergies
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY student_drug_allergies_delete_trusted ON public.student_drug_allergies IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY student_drug_allergies_fence_admin ON public.student_drug_allergies
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY student_drug_allergies_fence_admin ON public.student_drug_allergies IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY student_drug_allergies_fence_district ON public.student_drug_allergies
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY student_drug_allergies_fence_district ON public.student_drug_allergies IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY student_drug_allergies_fence_school ON public.student_drug_allergies
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY student_drug_allergies_fence_school ON public.student_drug_allergies IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY student_drug_allergies_insert_staff ON public.student_drug_allergies
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_drug_allergies_insert_staff ON public.student_drug_allergies IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_drug_allergies_insert_trusted ON public.student_drug_allergies
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY student_drug_allergies_insert_trusted ON public.student_drug_allergies IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY student_drug_allergies_select_masked ON public.student_drug_allergies
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY student_drug_allergies_select_masked ON public.student_drug_allergies IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY student_drug_allergies_select_staff ON public.student_drug_allergies
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_drug_allergies_select_staff ON public.student_drug_allergies IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_drug_allergies_select_trusted ON public.student_drug_allergies
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY student_drug_allergies_select_trusted ON public.student_drug_allergies IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY student_drug_allergies_update_staff ON public.student_drug_allergies
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_drug_allergies_update_staff ON public.student_drug_allergies IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_drug_allergies_update_trusted ON public.student_drug_allergies
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY student_drug_allergies_update_trusted ON public.student_drug_allergies IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- student_drug_allergies: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.student_drug_allergies TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.student_drug_allergies TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(drug_id),UPDATE(drug_id) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allergy_type),UPDATE(allergy_type) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reaction),UPDATE(reaction) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_date),UPDATE(diagnosed_date) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_by),UPDATE(diagnosed_by) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.student_drug_allergies
-- ----------------------------------------------------------------------------

CREATE VIEW masked.student_drug_allergies WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    NULL::uuid AS drug_id,
    NULL::character varying(100) AS allergy_type,
    NULL::character varying(50) AS severity,
    NULL::text AS reaction,
    date_trunc('year'::text, diagnosed_date) AS diagnosed_date,
    ("left"((diagnosed_by)::text, 1) || '.'::text) AS diagnosed_by,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.student_drug_allergies t;

ALTER VIEW masked.student_drug_allergies OWNER TO whitecross_masker;

COMMENT ON VIEW masked.student_drug_allergies IS 'Table student_drug_allergies with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.student_drug_allergies: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.student_drug_allergies
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.student_drug_allergies WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    drug_id AS "drugId",
    allergy_type AS "allergyType",
    reaction,
    severity,
    notes,
    diagnosed_date AS "diagnosedDate",
    diagnosed_by AS "diagnosedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.student_drug_allergies
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.student_drug_allergies IS 'Model StudentDrugAllergy: public.student_drug_allergies with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.student_drug_allergies: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER student_drug_allergies_050_soft_delete INSTEAD OF DELETE ON sequelize.student_drug_allergies FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('student_drug_allergies');
COMMENT ON TRIGGER student_drug_allergies_050_soft_delete ON sequelize.student_drug_allergies IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.student_drug_allergies: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.student_drug_allergies TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.student_drug_allergies TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_student_drug_allergies
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_student_drug_allergies()
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
            'student_drug_allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.drug_id IS NOT NULL THEN '"drug_id":' || '"***"' END,
                CASE WHEN n.allergy_type IS NOT NULL THEN '"allergy_type":' || '"***"' END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || '"***"' END,
                CASE WHEN n.reaction IS NOT NULL THEN '"reaction":' || '"***"' END,
                CASE WHEN n.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN n.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
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
            'student_drug_allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.drug_id IS NOT NULL THEN '"drug_id":' || '"***"' END,
                CASE WHEN o.allergy_type IS NOT NULL THEN '"allergy_type":' || '"***"' END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || '"***"' END,
                CASE WHEN o.reaction IS NOT NULL THEN '"reaction":' || '"***"' END,
                CASE WHEN o.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN o.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
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
            'student_drug_allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'student_drug_allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.drug_id IS DISTINCT FROM n.drug_id THEN '"drug_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_id ' || o.drug_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' allergy_type ' || o.allergy_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' severity ' || o.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reaction IS DISTINCT FROM n.reaction THEN '"reaction":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reaction ' || o.reaction::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.drug_id IS DISTINCT FROM n.drug_id THEN '"drug_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_id ' || n.drug_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' allergy_type ' || n.allergy_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' severity ' || n.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reaction IS DISTINCT FROM n.reaction THEN '"reaction":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reaction ' || n.reaction::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'student_drug_allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.drug_id IS DISTINCT FROM n.drug_id THEN '"drug_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_id ' || o.drug_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' allergy_type ' || o.allergy_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' severity ' || o.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reaction IS DISTINCT FROM n.reaction THEN '"reaction":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reaction ' || o.reaction::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.drug_id IS DISTINCT FROM n.drug_id THEN '"drug_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_id ' || n.drug_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' allergy_type ' || n.allergy_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' severity ' || n.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reaction IS DISTINCT FROM n.reaction THEN '"reaction":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reaction ' || n.reaction::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_student_drug_allergies() IS 'Trigger: logs every change of student_drug_allergies. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_student_drug_allergies() FROM PUBLIC;
