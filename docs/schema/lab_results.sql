-- Table lab_results, with everything that serves it alone.
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
-- lab_results
-- ----------------------------------------------------------------------------

CREATE TABLE public.lab_results (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    test_type public.lab_test_type NOT NULL,
    test_name character varying(255) NOT NULL,
    test_code character varying(255),
    status public.lab_result_status DEFAULT 'pending'::public.lab_result_status,
    ordered_date timestamp with time zone NOT NULL,
    ordered_by character varying(255),
    collection_date timestamp with time zone,
    lab_name character varying(255),
    performed_by character varying(255),
    result_date timestamp with time zone,
    result text NOT NULL,
    result_value double precision,
    result_unit character varying(255),
    reference_range character varying(255),
    is_abnormal boolean DEFAULT false,
    abnormal_flags jsonb,
    interpretation text,
    reviewed_by character varying(255),
    reviewed_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT lab_results_result_not_before_collection_check CHECK (((result_date - collection_date) > '-1 days'::interval)),
    CONSTRAINT lab_results_test_name_not_blank_check CHECK ((btrim((test_name)::text) <> ''::text))
);

ALTER TABLE ONLY public.lab_results FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.lab_results IS 'PHI: One laboratory test of a student and its result, for the nurses who follow it up.';
COMMENT ON COLUMN public.lab_results.id IS 'Primary key.';
COMMENT ON COLUMN public.lab_results.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.lab_results.student_id IS 'Student from whom the sample was taken.';
COMMENT ON COLUMN public.lab_results.test_type IS 'PHI: Kind of test, by specimen or discipline.';
COMMENT ON COLUMN public.lab_results.test_name IS 'PHI: Name of the test as the laboratory gives it.';
COMMENT ON COLUMN public.lab_results.test_code IS 'PHI: Code of the test as supplied: LOINC or the laboratory''s own; not validated.';
COMMENT ON COLUMN public.lab_results.status IS 'Progress of the test, from pending to reviewed.';
COMMENT ON COLUMN public.lab_results.ordered_date IS 'PHI: Time when the clinician ordered the test; required.';
COMMENT ON COLUMN public.lab_results.ordered_by IS 'Name of the clinician who ordered the test, as free text.';
COMMENT ON COLUMN public.lab_results.collection_date IS 'PHI: Time when the sample was taken.';
COMMENT ON COLUMN public.lab_results.lab_name IS 'Name of the laboratory that ran the test, as free text.';
COMMENT ON COLUMN public.lab_results.performed_by IS 'Name of the technician or department that ran the test, as free text.';
COMMENT ON COLUMN public.lab_results.result_date IS 'PHI: Time when the laboratory reported the result, NULL before.';
COMMENT ON COLUMN public.lab_results.result IS 'PHI: Result in the laboratory''s own words (5.4, negative).';
COMMENT ON COLUMN public.lab_results.result_value IS 'PHI: Result as a number in result_unit. NULL if the result is not numeric.';
COMMENT ON COLUMN public.lab_results.result_unit IS 'Unit of result_value as reported (mg/dL).';
COMMENT ON COLUMN public.lab_results.reference_range IS 'Normal range as printed on the laboratory report (70-99).';
COMMENT ON COLUMN public.lab_results.is_abnormal IS 'PHI: TRUE if the laboratory reports the result as outside the reference range.';
COMMENT ON COLUMN public.lab_results.abnormal_flags IS 'PHI: Flags that the laboratory put on the result (H, L), as JSON.';
COMMENT ON COLUMN public.lab_results.interpretation IS 'PHI: Meaning of the result for the student, free text.';
COMMENT ON COLUMN public.lab_results.reviewed_by IS 'Name of the clinician who reviewed the result, as free text.';
COMMENT ON COLUMN public.lab_results.reviewed_date IS 'PHI: Time when reviewed_by reviewed the result, NULL before.';
COMMENT ON COLUMN public.lab_results.notes IS 'PHI: Notes of the nurse on the sample, the result or the follow-up.';
COMMENT ON COLUMN public.lab_results.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.lab_results.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.lab_results.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- lab_results: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.lab_results
    ADD CONSTRAINT lab_results_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lab_results
    ADD CONSTRAINT lab_results_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.lab_results
    ADD CONSTRAINT lab_results_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- lab_results: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX lab_results_school_id_ordered_date_idx ON public.lab_results USING btree (school_id, ordered_date DESC);

CREATE INDEX lab_results_school_id_ordered_date_pending_idx ON public.lab_results USING btree (school_id, ordered_date) WHERE ((status = 'pending'::public.lab_result_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.lab_results_school_id_ordered_date_pending_idx IS 'Lab tests of a school whose result is pending, the oldest order first.';

CREATE INDEX lab_results_school_id_result_date_abnormal_idx ON public.lab_results USING btree (school_id, result_date DESC) WHERE (is_abnormal AND (deleted_at IS NULL));
COMMENT ON INDEX public.lab_results_school_id_result_date_abnormal_idx IS 'Abnormal lab results of a school, newest first.';

CREATE INDEX lab_results_school_id_result_date_idx ON public.lab_results USING btree (school_id, result_date DESC) WHERE ((result_date IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.lab_results_school_id_result_date_idx IS 'Lab results of a school, newest first.';

CREATE INDEX lab_results_student_id_ordered_date_idx ON public.lab_results USING btree (student_id, ordered_date DESC);

-- ----------------------------------------------------------------------------
-- lab_results: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER lab_results_050_no_hard_delete BEFORE DELETE ON public.lab_results FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_050_no_hard_delete;
COMMENT ON TRIGGER lab_results_050_no_hard_delete ON public.lab_results IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER lab_results_050_no_truncate BEFORE TRUNCATE ON public.lab_results FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_050_no_truncate;
COMMENT ON TRIGGER lab_results_050_no_truncate ON public.lab_results IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER lab_results_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.lab_results FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_100_school_id;

CREATE TRIGGER lab_results_200_updated_at BEFORE UPDATE ON public.lab_results FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER lab_results_900_audit_delete AFTER DELETE ON public.lab_results REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_lab_results();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_900_audit_delete;
COMMENT ON TRIGGER lab_results_900_audit_delete ON public.lab_results IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER lab_results_900_audit_insert AFTER INSERT ON public.lab_results REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_lab_results();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_900_audit_insert;
COMMENT ON TRIGGER lab_results_900_audit_insert ON public.lab_results IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER lab_results_900_audit_key AFTER UPDATE ON public.lab_results FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_lab_results();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_900_audit_key;
COMMENT ON TRIGGER lab_results_900_audit_key ON public.lab_results IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER lab_results_900_audit_truncate AFTER TRUNCATE ON public.lab_results FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_lab_results();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_900_audit_truncate;
COMMENT ON TRIGGER lab_results_900_audit_truncate ON public.lab_results IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER lab_results_900_audit_update AFTER UPDATE ON public.lab_results REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_lab_results();
ALTER TABLE public.lab_results ENABLE ALWAYS TRIGGER lab_results_900_audit_update;
COMMENT ON TRIGGER lab_results_900_audit_update ON public.lab_results IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- lab_results: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.lab_results ENABLE ROW LEVEL SECURITY;

CREATE POLICY lab_results_delete_trusted ON public.lab_results
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY lab_results_delete_trusted ON public.lab_results IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY lab_results_fence_admin ON public.lab_results
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY lab_results_fence_admin ON public.lab_results IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY lab_results_fence_district ON public.lab_results
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY lab_results_fence_district ON public.lab_results IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY lab_results_fence_school ON public.lab_results
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY lab_results_fence_school ON public.lab_results IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY lab_results_insert_staff ON public.lab_results
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY lab_results_insert_staff ON public.lab_results IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY lab_results_insert_trusted ON public.lab_results
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY lab_results_insert_trusted ON public.lab_results IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY lab_results_select_masked ON public.lab_results
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY lab_results_select_masked ON public.lab_results IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY lab_results_select_staff ON public.lab_results
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY lab_results_select_staff ON public.lab_results IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY lab_results_select_trusted ON public.lab_results
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY lab_results_select_trusted ON public.lab_results IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY lab_results_update_staff ON public.lab_results
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY lab_results_update_staff ON public.lab_results IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY lab_results_update_trusted ON public.lab_results
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY lab_results_update_trusted ON public.lab_results IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- lab_results: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.lab_results TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lab_results TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(test_type),UPDATE(test_type) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(test_name),UPDATE(test_name) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(test_code),UPDATE(test_code) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ordered_date),UPDATE(ordered_date) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ordered_by),UPDATE(ordered_by) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(collection_date),UPDATE(collection_date) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(lab_name),UPDATE(lab_name) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(performed_by),UPDATE(performed_by) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(result_date),UPDATE(result_date) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(result),UPDATE(result) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(result_value),UPDATE(result_value) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(result_unit),UPDATE(result_unit) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reference_range),UPDATE(reference_range) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_abnormal),UPDATE(is_abnormal) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(abnormal_flags),UPDATE(abnormal_flags) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(interpretation),UPDATE(interpretation) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reviewed_by),UPDATE(reviewed_by) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reviewed_date),UPDATE(reviewed_date) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.lab_results TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.lab_results
-- ----------------------------------------------------------------------------

CREATE VIEW masked.lab_results WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    test_type,
    NULL::character varying(255) AS test_name,
    NULL::character varying(255) AS test_code,
    status,
    date_trunc('year'::text, ordered_date) AS ordered_date,
    ("left"((ordered_by)::text, 1) || '.'::text) AS ordered_by,
    date_trunc('year'::text, collection_date) AS collection_date,
    NULL::character varying(255) AS lab_name,
    ("left"((performed_by)::text, 1) || '.'::text) AS performed_by,
    date_trunc('year'::text, result_date) AS result_date,
    NULL::text AS result,
    NULL::double precision AS result_value,
    result_unit,
    reference_range,
    is_abnormal,
    NULL::jsonb AS abnormal_flags,
    NULL::text AS interpretation,
    ("left"((reviewed_by)::text, 1) || '.'::text) AS reviewed_by,
    date_trunc('year'::text, reviewed_date) AS reviewed_date,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.lab_results t;

ALTER VIEW masked.lab_results OWNER TO whitecross_masker;

COMMENT ON VIEW masked.lab_results IS 'Table lab_results with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.lab_results: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.lab_results TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.lab_results
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.lab_results WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    test_type AS "testType",
    test_name AS "testName",
    test_code AS "testCode",
    ordered_date AS "orderedDate",
    collection_date AS "collectionDate",
    result_date AS "resultDate",
    result,
    result_value AS "resultValue",
    result_unit AS "resultUnit",
    reference_range AS "referenceRange",
    is_abnormal AS "isAbnormal",
    abnormal_flags AS "abnormalFlags",
    interpretation,
    status,
    ordered_by AS "orderedBy",
    performed_by AS "performedBy",
    reviewed_by AS "reviewedBy",
    reviewed_date AS "reviewedDate",
    lab_name AS "labName",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.lab_results;

COMMENT ON VIEW sequelize.lab_results IS 'Model LabResults: public.lab_results with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.lab_results: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER lab_results_050_soft_delete INSTEAD OF DELETE ON sequelize.lab_results FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('lab_results');
COMMENT ON TRIGGER lab_results_050_soft_delete ON sequelize.lab_results IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.lab_results: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.lab_results TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.lab_results TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_lab_results
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_lab_results()
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
            'lab_results', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.test_type IS NOT NULL THEN '"test_type":' || to_json(n.test_type) END,
                CASE WHEN n.test_name IS NOT NULL THEN '"test_name":' || '"***"' END,
                CASE WHEN n.test_code IS NOT NULL THEN '"test_code":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.ordered_date IS NOT NULL THEN '"ordered_date":' || '"***"' END,
                CASE WHEN n.ordered_by IS NOT NULL THEN '"ordered_by":' || '"***"' END,
                CASE WHEN n.collection_date IS NOT NULL THEN '"collection_date":' || '"***"' END,
                CASE WHEN n.lab_name IS NOT NULL THEN '"lab_name":' || '"***"' END,
                CASE WHEN n.performed_by IS NOT NULL THEN '"performed_by":' || '"***"' END,
                CASE WHEN n.result_date IS NOT NULL THEN '"result_date":' || '"***"' END,
                CASE WHEN n.result IS NOT NULL THEN '"result":' || '"***"' END,
                CASE WHEN n.result_value IS NOT NULL THEN '"result_value":' || '"***"' END,
                CASE WHEN n.result_unit IS NOT NULL THEN '"result_unit":' || to_json(n.result_unit) END,
                CASE WHEN n.reference_range IS NOT NULL THEN '"reference_range":' || to_json(n.reference_range) END,
                CASE WHEN n.is_abnormal IS NOT NULL THEN '"is_abnormal":' || to_json(n.is_abnormal) END,
                CASE WHEN n.abnormal_flags IS NOT NULL THEN '"abnormal_flags":' || '"***"' END,
                CASE WHEN n.interpretation IS NOT NULL THEN '"interpretation":' || '"***"' END,
                CASE WHEN n.reviewed_by IS NOT NULL THEN '"reviewed_by":' || '"***"' END,
                CASE WHEN n.reviewed_date IS NOT NULL THEN '"reviewed_date":' || '"***"' END,
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
            'lab_results', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.test_type IS NOT NULL THEN '"test_type":' || to_json(o.test_type) END,
                CASE WHEN o.test_name IS NOT NULL THEN '"test_name":' || '"***"' END,
                CASE WHEN o.test_code IS NOT NULL THEN '"test_code":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.ordered_date IS NOT NULL THEN '"ordered_date":' || '"***"' END,
                CASE WHEN o.ordered_by IS NOT NULL THEN '"ordered_by":' || '"***"' END,
                CASE WHEN o.collection_date IS NOT NULL THEN '"collection_date":' || '"***"' END,
                CASE WHEN o.lab_name IS NOT NULL THEN '"lab_name":' || '"***"' END,
                CASE WHEN o.performed_by IS NOT NULL THEN '"performed_by":' || '"***"' END,
                CASE WHEN o.result_date IS NOT NULL THEN '"result_date":' || '"***"' END,
                CASE WHEN o.result IS NOT NULL THEN '"result":' || '"***"' END,
                CASE WHEN o.result_value IS NOT NULL THEN '"result_value":' || '"***"' END,
                CASE WHEN o.result_unit IS NOT NULL THEN '"result_unit":' || to_json(o.result_unit) END,
                CASE WHEN o.reference_range IS NOT NULL THEN '"reference_range":' || to_json(o.reference_range) END,
                CASE WHEN o.is_abnormal IS NOT NULL THEN '"is_abnormal":' || to_json(o.is_abnormal) END,
                CASE WHEN o.abnormal_flags IS NOT NULL THEN '"abnormal_flags":' || '"***"' END,
                CASE WHEN o.interpretation IS NOT NULL THEN '"interpretation":' || '"***"' END,
                CASE WHEN o.reviewed_by IS NOT NULL THEN '"reviewed_by":' || '"***"' END,
                CASE WHEN o.reviewed_date IS NOT NULL THEN '"reviewed_date":' || '"***"' END,
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
            'lab_results', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'lab_results', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.test_type IS DISTINCT FROM n.test_type THEN '"test_type":' || coalesce(to_json(o.test_type)::text, 'null') END,
                CASE WHEN o.test_name IS DISTINCT FROM n.test_name THEN '"test_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_name ' || o.test_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_code IS DISTINCT FROM n.test_code THEN '"test_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_code ' || o.test_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.ordered_date IS DISTINCT FROM n.ordered_date THEN '"ordered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ordered_date ' || o.ordered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ordered_by IS DISTINCT FROM n.ordered_by THEN '"ordered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ordered_by ' || o.ordered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.collection_date IS DISTINCT FROM n.collection_date THEN '"collection_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' collection_date ' || o.collection_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.lab_name IS DISTINCT FROM n.lab_name THEN '"lab_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lab_name ' || o.lab_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' performed_by ' || o.performed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_date IS DISTINCT FROM n.result_date THEN '"result_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result_date ' || o.result_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result IS DISTINCT FROM n.result THEN '"result":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result ' || o.result::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_value IS DISTINCT FROM n.result_value THEN '"result_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result_value ' || o.result_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_unit IS DISTINCT FROM n.result_unit THEN '"result_unit":' || coalesce(to_json(o.result_unit)::text, 'null') END,
                CASE WHEN o.reference_range IS DISTINCT FROM n.reference_range THEN '"reference_range":' || coalesce(to_json(o.reference_range)::text, 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(o.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' abnormal_flags ' || o.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interpretation IS DISTINCT FROM n.interpretation THEN '"interpretation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' interpretation ' || o.interpretation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_by IS DISTINCT FROM n.reviewed_by THEN '"reviewed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reviewed_by ' || o.reviewed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_date IS DISTINCT FROM n.reviewed_date THEN '"reviewed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reviewed_date ' || o.reviewed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.test_type IS DISTINCT FROM n.test_type THEN '"test_type":' || coalesce(to_json(n.test_type)::text, 'null') END,
                CASE WHEN o.test_name IS DISTINCT FROM n.test_name THEN '"test_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_name ' || n.test_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_code IS DISTINCT FROM n.test_code THEN '"test_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_code ' || n.test_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.ordered_date IS DISTINCT FROM n.ordered_date THEN '"ordered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ordered_date ' || n.ordered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ordered_by IS DISTINCT FROM n.ordered_by THEN '"ordered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ordered_by ' || n.ordered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.collection_date IS DISTINCT FROM n.collection_date THEN '"collection_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' collection_date ' || n.collection_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.lab_name IS DISTINCT FROM n.lab_name THEN '"lab_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lab_name ' || n.lab_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' performed_by ' || n.performed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_date IS DISTINCT FROM n.result_date THEN '"result_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result_date ' || n.result_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result IS DISTINCT FROM n.result THEN '"result":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result ' || n.result::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_value IS DISTINCT FROM n.result_value THEN '"result_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result_value ' || n.result_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_unit IS DISTINCT FROM n.result_unit THEN '"result_unit":' || coalesce(to_json(n.result_unit)::text, 'null') END,
                CASE WHEN o.reference_range IS DISTINCT FROM n.reference_range THEN '"reference_range":' || coalesce(to_json(n.reference_range)::text, 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(n.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' abnormal_flags ' || n.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interpretation IS DISTINCT FROM n.interpretation THEN '"interpretation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' interpretation ' || n.interpretation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_by IS DISTINCT FROM n.reviewed_by THEN '"reviewed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reviewed_by ' || n.reviewed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_date IS DISTINCT FROM n.reviewed_date THEN '"reviewed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reviewed_date ' || n.reviewed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'lab_results', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.test_type IS DISTINCT FROM n.test_type THEN '"test_type":' || coalesce(to_json(o.test_type)::text, 'null') END,
                CASE WHEN o.test_name IS DISTINCT FROM n.test_name THEN '"test_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_name ' || o.test_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_code IS DISTINCT FROM n.test_code THEN '"test_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_code ' || o.test_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.ordered_date IS DISTINCT FROM n.ordered_date THEN '"ordered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ordered_date ' || o.ordered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ordered_by IS DISTINCT FROM n.ordered_by THEN '"ordered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ordered_by ' || o.ordered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.collection_date IS DISTINCT FROM n.collection_date THEN '"collection_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' collection_date ' || o.collection_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.lab_name IS DISTINCT FROM n.lab_name THEN '"lab_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lab_name ' || o.lab_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' performed_by ' || o.performed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_date IS DISTINCT FROM n.result_date THEN '"result_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result_date ' || o.result_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result IS DISTINCT FROM n.result THEN '"result":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result ' || o.result::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_value IS DISTINCT FROM n.result_value THEN '"result_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' result_value ' || o.result_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_unit IS DISTINCT FROM n.result_unit THEN '"result_unit":' || coalesce(to_json(o.result_unit)::text, 'null') END,
                CASE WHEN o.reference_range IS DISTINCT FROM n.reference_range THEN '"reference_range":' || coalesce(to_json(o.reference_range)::text, 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(o.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' abnormal_flags ' || o.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interpretation IS DISTINCT FROM n.interpretation THEN '"interpretation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' interpretation ' || o.interpretation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_by IS DISTINCT FROM n.reviewed_by THEN '"reviewed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reviewed_by ' || o.reviewed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_date IS DISTINCT FROM n.reviewed_date THEN '"reviewed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reviewed_date ' || o.reviewed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.test_type IS DISTINCT FROM n.test_type THEN '"test_type":' || coalesce(to_json(n.test_type)::text, 'null') END,
                CASE WHEN o.test_name IS DISTINCT FROM n.test_name THEN '"test_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_name ' || n.test_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_code IS DISTINCT FROM n.test_code THEN '"test_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_code ' || n.test_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.ordered_date IS DISTINCT FROM n.ordered_date THEN '"ordered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ordered_date ' || n.ordered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ordered_by IS DISTINCT FROM n.ordered_by THEN '"ordered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ordered_by ' || n.ordered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.collection_date IS DISTINCT FROM n.collection_date THEN '"collection_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' collection_date ' || n.collection_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.lab_name IS DISTINCT FROM n.lab_name THEN '"lab_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lab_name ' || n.lab_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' performed_by ' || n.performed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_date IS DISTINCT FROM n.result_date THEN '"result_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result_date ' || n.result_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result IS DISTINCT FROM n.result THEN '"result":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result ' || n.result::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_value IS DISTINCT FROM n.result_value THEN '"result_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' result_value ' || n.result_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.result_unit IS DISTINCT FROM n.result_unit THEN '"result_unit":' || coalesce(to_json(n.result_unit)::text, 'null') END,
                CASE WHEN o.reference_range IS DISTINCT FROM n.reference_range THEN '"reference_range":' || coalesce(to_json(n.reference_range)::text, 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(n.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' abnormal_flags ' || n.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interpretation IS DISTINCT FROM n.interpretation THEN '"interpretation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' interpretation ' || n.interpretation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_by IS DISTINCT FROM n.reviewed_by THEN '"reviewed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reviewed_by ' || n.reviewed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reviewed_date IS DISTINCT FROM n.reviewed_date THEN '"reviewed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reviewed_date ' || n.reviewed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_lab_results() IS 'Trigger: logs every change of lab_results. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_lab_results() FROM PUBLIC;
