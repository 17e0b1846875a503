-- Table treatment_plans, with everything that serves it alone.
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
-- treatment_plans
-- ----------------------------------------------------------------------------

CREATE TABLE public.treatment_plans (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    prescribed_by uuid NOT NULL,
    status public.treatment_plan_status NOT NULL,
    diagnosis text,
    plan_details jsonb,
    start_date timestamp with time zone NOT NULL,
    end_date timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    diagnosis_encrypted bytea,
    plan_details_encrypted bytea,
    CONSTRAINT treatment_plans_diagnosis_in_one_form_check CHECK (((diagnosis IS NOT NULL) OR (diagnosis_encrypted IS NOT NULL))),
    CONSTRAINT treatment_plans_diagnosis_not_blank_check CHECK ((btrim(diagnosis) <> ''::text)),
    CONSTRAINT treatment_plans_end_not_before_start_check CHECK ((end_date >= start_date)),
    CONSTRAINT treatment_plans_plan_details_in_one_form_check CHECK (((plan_details IS NOT NULL) OR (plan_details_encrypted IS NOT NULL)))
);

ALTER TABLE ONLY public.treatment_plans FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.treatment_plans IS 'PHI: A course of care prescribed for a student over a period. Nurses carry it out, and prescriptions refer to it.';
COMMENT ON COLUMN public.treatment_plans.id IS 'Primary key.';
COMMENT ON COLUMN public.treatment_plans.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.treatment_plans.student_id IS 'Student who receives the care.';
COMMENT ON COLUMN public.treatment_plans.prescribed_by IS 'User who prescribed the plan; an account with treatment plans cannot be deleted.';
COMMENT ON COLUMN public.treatment_plans.status IS 'PHI: Progress of the plan, from draft to completed or cancelled.';
COMMENT ON COLUMN public.treatment_plans.diagnosis IS 'PHI: Diagnosis to be treated, as free text; it must not be blank.';
COMMENT ON COLUMN public.treatment_plans.plan_details IS 'PHI: Goals, measures and schedule of the plan as JSON.';
COMMENT ON COLUMN public.treatment_plans.start_date IS 'PHI: Time when care under the plan begins.';
COMMENT ON COLUMN public.treatment_plans.end_date IS 'PHI: Time when care under the plan ends. NULL if open-ended.';
COMMENT ON COLUMN public.treatment_plans.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.treatment_plans.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.treatment_plans.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.treatment_plans.diagnosis_encrypted IS 'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.treatment_plans.plan_details_encrypted IS 'PHI: Ciphertext of plan_details (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- treatment_plans: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.treatment_plans
    ADD CONSTRAINT treatment_plans_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.treatment_plans
    ADD CONSTRAINT treatment_plans_prescribed_by_fkey FOREIGN KEY (prescribed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.treatment_plans
    ADD CONSTRAINT treatment_plans_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.treatment_plans
    ADD CONSTRAINT treatment_plans_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- treatment_plans: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX treatment_plans_prescribed_by_idx ON public.treatment_plans USING btree (prescribed_by);

CREATE INDEX treatment_plans_school_id_start_date_idx ON public.treatment_plans USING btree (school_id, start_date DESC);

CREATE INDEX treatment_plans_school_id_status_start_date_idx ON public.treatment_plans USING btree (school_id, status, start_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.treatment_plans_school_id_status_start_date_idx IS 'Treatment plans of a school with one status, newest first.';

CREATE INDEX treatment_plans_student_id_start_date_idx ON public.treatment_plans USING btree (student_id, start_date DESC);

-- ----------------------------------------------------------------------------
-- treatment_plans: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER treatment_plans_050_no_hard_delete BEFORE DELETE ON public.treatment_plans FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_050_no_hard_delete;
COMMENT ON TRIGGER treatment_plans_050_no_hard_delete ON public.treatment_plans IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER treatment_plans_050_no_truncate BEFORE TRUNCATE ON public.treatment_plans FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_050_no_truncate;
COMMENT ON TRIGGER treatment_plans_050_no_truncate ON public.treatment_plans IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER treatment_plans_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.treatment_plans FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_100_school_id;

CREATE TRIGGER treatment_plans_200_updated_at BEFORE UPDATE ON public.treatment_plans FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER treatment_plans_300_ciphertext BEFORE INSERT OR UPDATE OF id, diagnosis, plan_details, diagnosis_encrypted, plan_details_encrypted ON public.treatment_plans FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_treatment_plans();
COMMENT ON TRIGGER treatment_plans_300_ciphertext ON public.treatment_plans IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER treatment_plans_900_audit_delete AFTER DELETE ON public.treatment_plans REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_treatment_plans();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_900_audit_delete;
COMMENT ON TRIGGER treatment_plans_900_audit_delete ON public.treatment_plans IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER treatment_plans_900_audit_insert AFTER INSERT ON public.treatment_plans REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_treatment_plans();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_900_audit_insert;
COMMENT ON TRIGGER treatment_plans_900_audit_insert ON public.treatment_plans IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER treatment_plans_900_audit_key AFTER UPDATE ON public.treatment_plans FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_treatment_plans();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_900_audit_key;
COMMENT ON TRIGGER treatment_plans_900_audit_key ON public.treatment_plans IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER treatment_plans_900_audit_truncate AFTER TRUNCATE ON public.treatment_plans FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_treatment_plans();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_900_audit_truncate;
COMMENT ON TRIGGER treatment_plans_900_audit_truncate ON public.treatment_plans IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER treatment_plans_900_audit_update AFTER UPDATE ON public.treatment_plans REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_treatment_plans();
ALTER TABLE public.treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_900_audit_update;
COMMENT ON TRIGGER treatment_plans_900_audit_update ON public.treatment_plans IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- treatment_plans: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.treatment_plans ENABLE ROW LEVEL SECURITY;

CREATE POLICY treatment_plans_delete_trusted ON public.treatment_plans
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY treatment_plans_delete_trusted ON public.treatment_plans IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY treatment_plans_fence_admin ON public.treatment_plans
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY treatment_plans_fence_admin ON public.treatment_plans IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY treatment_plans_fence_district ON public.treatment_plans
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY treatment_plans_fence_district ON public.treatment_plans IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY treatment_plans_fence_school ON public.treatment_plans
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY treatment_plans_fence_school ON public.treatment_plans IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY treatment_plans_insert_staff ON public.treatment_plans
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY treatment_plans_insert_staff ON public.treatment_plans IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY treatment_plans_insert_trusted ON public.treatment_plans
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY treatment_plans_insert_trusted ON public.treatment_plans IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY treatment_plans_select_masked ON public.treatment_plans
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY treatment_plans_select_masked ON public.treatment_plans IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY treatment_plans_select_staff ON public.treatment_plans
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY treatment_plans_select_staff ON public.treatment_plans IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY treatment_plans_select_trusted ON public.treatment_plans
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY treatment_plans_select_trusted ON public.treatment_plans IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY treatment_plans_update_staff ON public.treatment_plans
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY treatment_plans_update_staff ON public.treatment_plans IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY treatment_plans_update_trusted ON public.treatment_plans
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY treatment_plans_update_trusted ON public.treatment_plans IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- treatment_plans: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.treatment_plans TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.treatment_plans TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.treatment_plans TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.treatment_plans TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(prescribed_by),UPDATE(prescribed_by) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosis),UPDATE(diagnosis) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(plan_details),UPDATE(plan_details) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(start_date),UPDATE(start_date) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(end_date),UPDATE(end_date) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosis_encrypted),UPDATE(diagnosis_encrypted) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(plan_details_encrypted),UPDATE(plan_details_encrypted) ON TABLE public.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.treatment_plans
-- ----------------------------------------------------------------------------

CREATE VIEW masked.treatment_plans WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    prescribed_by,
    status,
    NULL::text AS diagnosis,
    NULL::jsonb AS plan_details,
    date_trunc('year'::text, start_date) AS start_date,
    date_trunc('year'::text, end_date) AS end_date,
    created_at,
    updated_at,
    deleted_at,
    NULL::bytea AS diagnosis_encrypted,
    NULL::bytea AS plan_details_encrypted
   FROM public.treatment_plans t;

ALTER VIEW masked.treatment_plans OWNER TO whitecross_masker;

COMMENT ON VIEW masked.treatment_plans IS 'Table treatment_plans with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.treatment_plans: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.treatment_plans
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.treatment_plans WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    diagnosis,
    plan_details AS "planDetails",
    start_date AS "startDate",
    end_date AS "endDate",
    status,
    prescribed_by AS "prescribedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.treatment_plans;

COMMENT ON VIEW sequelize.treatment_plans IS 'Model TreatmentPlan: public.treatment_plans with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.treatment_plans: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER treatment_plans_050_soft_delete INSTEAD OF DELETE ON sequelize.treatment_plans FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('treatment_plans');
COMMENT ON TRIGGER treatment_plans_050_soft_delete ON sequelize.treatment_plans IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.treatment_plans: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.treatment_plans TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.treatment_plans TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_treatment_plans
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_treatment_plans()
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
            'treatment_plans', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.prescribed_by IS NOT NULL THEN '"prescribed_by":' || to_json(n.prescribed_by) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN n.plan_details IS NOT NULL THEN '"plan_details":' || '"***"' END,
                CASE WHEN n.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN n.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN n.plan_details_encrypted IS NOT NULL THEN '"plan_details_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'treatment_plans', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.prescribed_by IS NOT NULL THEN '"prescribed_by":' || to_json(o.prescribed_by) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN o.plan_details IS NOT NULL THEN '"plan_details":' || '"***"' END,
                CASE WHEN o.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN o.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN o.plan_details_encrypted IS NOT NULL THEN '"plan_details_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'treatment_plans', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'treatment_plans', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(o.prescribed_by)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan_details IS DISTINCT FROM n.plan_details THEN '"plan_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' plan_details ' || o.plan_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_details_encrypted IS DISTINCT FROM n.plan_details_encrypted THEN '"plan_details_encrypted":' || CASE WHEN o.plan_details_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(n.prescribed_by)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan_details IS DISTINCT FROM n.plan_details THEN '"plan_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' plan_details ' || n.plan_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_details_encrypted IS DISTINCT FROM n.plan_details_encrypted THEN '"plan_details_encrypted":' || CASE WHEN n.plan_details_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'treatment_plans', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(o.prescribed_by)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan_details IS DISTINCT FROM n.plan_details THEN '"plan_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' plan_details ' || o.plan_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_details_encrypted IS DISTINCT FROM n.plan_details_encrypted THEN '"plan_details_encrypted":' || CASE WHEN o.plan_details_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(n.prescribed_by)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan_details IS DISTINCT FROM n.plan_details THEN '"plan_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' plan_details ' || n.plan_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_details_encrypted IS DISTINCT FROM n.plan_details_encrypted THEN '"plan_details_encrypted":' || CASE WHEN n.plan_details_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_treatment_plans() IS 'Trigger: logs every change of treatment_plans. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_treatment_plans() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_treatment_plans
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_treatment_plans()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.diagnosis IS NOT NULL THEN
            NEW.diagnosis_encrypted := NULL;
        END IF;
        IF NEW.plan_details IS NOT NULL THEN
            NEW.plan_details_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.diagnosis IS DISTINCT FROM OLD.diagnosis
                AND (
                    OLD.diagnosis IS NOT NULL OR OLD.diagnosis_encrypted IS NULL OR NEW.diagnosis_encrypted IS NOT NULL
                )
            )
            OR (NEW.diagnosis IS NULL AND OLD.diagnosis_encrypted IS NOT NULL AND NEW.diagnosis_encrypted IS NULL)
            OR (
                NEW.plan_details IS DISTINCT FROM OLD.plan_details
                AND (
                    OLD.plan_details IS NOT NULL OR OLD.plan_details_encrypted IS NULL OR NEW.plan_details_encrypted IS NOT NULL
                )
            )
            OR (NEW.plan_details IS NULL AND OLD.plan_details_encrypted IS NOT NULL AND NEW.plan_details_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.diagnosis IS DISTINCT FROM OLD.diagnosis
                AND (NEW.diagnosis IS NOT NULL OR NEW.diagnosis_encrypted IS NOT DISTINCT FROM OLD.diagnosis_encrypted)
            )
            OR (NEW.diagnosis IS NOT NULL AND NEW.diagnosis_encrypted IS DISTINCT FROM OLD.diagnosis_encrypted)
        THEN
            NEW.diagnosis_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.plan_details IS DISTINCT FROM OLD.plan_details
                AND (NEW.plan_details IS NOT NULL OR NEW.plan_details_encrypted IS NOT DISTINCT FROM OLD.plan_details_encrypted)
            )
            OR (NEW.plan_details IS NOT NULL AND NEW.plan_details_encrypted IS DISTINCT FROM OLD.plan_details_encrypted)
        THEN
            NEW.plan_details_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_treatment_plans() IS 'Trigger: clears the ciphertext of every value that changes in treatment_plans. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_treatment_plans() FROM PUBLIC;
