-- Table prescriptions, with everything that serves it alone.
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
-- prescriptions
-- ----------------------------------------------------------------------------

CREATE TABLE public.prescriptions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    visit_id uuid,
    treatment_plan_id uuid,
    prescribed_by uuid NOT NULL,
    drug_name character varying(255) NOT NULL,
    drug_code character varying(100),
    dosage character varying(100) NOT NULL,
    frequency character varying(100) NOT NULL,
    route character varying(50) NOT NULL,
    instructions text,
    start_date date NOT NULL,
    end_date date,
    quantity integer NOT NULL,
    quantity_filled integer DEFAULT 0 NOT NULL,
    refills_authorized integer DEFAULT 0 NOT NULL,
    refills_used integer DEFAULT 0 NOT NULL,
    status public.prescription_status DEFAULT 'pending'::public.prescription_status NOT NULL,
    pharmacy_name character varying(255),
    filled_date timestamp with time zone,
    picked_up_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT prescriptions_drug_code_is_plain_code_check CHECK (((drug_code)::text ~ '^[0-9A-Za-z][0-9A-Za-z.-]*$'::text)),
    CONSTRAINT prescriptions_ends_not_before_start_check CHECK ((end_date >= start_date)),
    CONSTRAINT prescriptions_quantities_not_negative_check CHECK (((quantity >= 0) AND (quantity_filled >= 0))),
    CONSTRAINT prescriptions_refills_not_negative_check CHECK (((refills_authorized >= 0) AND (refills_used >= 0)))
);

ALTER TABLE ONLY public.prescriptions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.prescriptions IS 'PHI: A prescription that a clinician with an account wrote for a student, tracked until pick-up.';
COMMENT ON COLUMN public.prescriptions.id IS 'Primary key.';
COMMENT ON COLUMN public.prescriptions.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.prescriptions.student_id IS 'Student for whom the drug is prescribed.';
COMMENT ON COLUMN public.prescriptions.visit_id IS 'Clinic visit at which the drug was prescribed, if any.';
COMMENT ON COLUMN public.prescriptions.treatment_plan_id IS 'Treatment plan that the prescription belongs to, if any.';
COMMENT ON COLUMN public.prescriptions.prescribed_by IS 'User who wrote the prescription.';
COMMENT ON COLUMN public.prescriptions.drug_name IS 'PHI: Drug as the prescriber wrote it, free text.';
COMMENT ON COLUMN public.prescriptions.drug_code IS 'PHI: Code of the drug, such as NDC or RxNorm; the code system is not recorded.';
COMMENT ON COLUMN public.prescriptions.dosage IS 'PHI: Amount per dose with its unit, free text.';
COMMENT ON COLUMN public.prescriptions.frequency IS 'PHI: Frequency of the doses (every 8 hours), free text.';
COMMENT ON COLUMN public.prescriptions.route IS 'PHI: Route of administration (oral, topical), free text.';
COMMENT ON COLUMN public.prescriptions.instructions IS 'PHI: Instructions for the family or the pharmacist.';
COMMENT ON COLUMN public.prescriptions.start_date IS 'PHI: First day of the therapy.';
COMMENT ON COLUMN public.prescriptions.end_date IS 'PHI: Last day of the therapy, NULL if open-ended.';
COMMENT ON COLUMN public.prescriptions.quantity IS 'PHI: Number of units to dispense (tablets, mL).';
COMMENT ON COLUMN public.prescriptions.quantity_filled IS 'PHI: Number of units that the pharmacy has dispensed so far.';
COMMENT ON COLUMN public.prescriptions.refills_authorized IS 'PHI: Number of refills that the prescriber allows after the first fill.';
COMMENT ON COLUMN public.prescriptions.refills_used IS 'PHI: Number of refills already dispensed.';
COMMENT ON COLUMN public.prescriptions.status IS 'PHI: Progress of the prescription, from the prescriber to pick-up.';
COMMENT ON COLUMN public.prescriptions.pharmacy_name IS 'PHI: Name of the pharmacy that the family chose, free text.';
COMMENT ON COLUMN public.prescriptions.filled_date IS 'PHI: Time when the pharmacy filled the prescription, NULL before.';
COMMENT ON COLUMN public.prescriptions.picked_up_date IS 'PHI: Time when the drug was picked up at the pharmacy, NULL before.';
COMMENT ON COLUMN public.prescriptions.notes IS 'PHI: Notes of staff on the prescription; they do not appear on the pharmacy label.';
COMMENT ON COLUMN public.prescriptions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.prescriptions.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.prescriptions.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- prescriptions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_prescribed_by_fkey FOREIGN KEY (prescribed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_treatment_plan_id_fkey FOREIGN KEY (treatment_plan_id) REFERENCES public.treatment_plans(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.prescriptions
    ADD CONSTRAINT prescriptions_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.clinic_visits(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- prescriptions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX prescriptions_prescribed_by_idx ON public.prescriptions USING btree (prescribed_by);

CREATE INDEX prescriptions_school_id_end_date_idx ON public.prescriptions USING btree (school_id, end_date) WHERE ((end_date IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.prescriptions_school_id_end_date_idx IS 'Prescriptions of a school, the next to end first.';

CREATE INDEX prescriptions_school_id_start_date_idx ON public.prescriptions USING btree (school_id, start_date DESC);

CREATE INDEX prescriptions_school_id_status_start_date_idx ON public.prescriptions USING btree (school_id, status, start_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.prescriptions_school_id_status_start_date_idx IS 'Prescriptions of a school with one status, newest first.';

CREATE INDEX prescriptions_student_id_start_date_idx ON public.prescriptions USING btree (student_id, start_date DESC);

CREATE INDEX prescriptions_treatment_plan_id_idx ON public.prescriptions USING btree (treatment_plan_id) WHERE (treatment_plan_id IS NOT NULL);

CREATE INDEX prescriptions_visit_id_idx ON public.prescriptions USING btree (visit_id) WHERE (visit_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- prescriptions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER prescriptions_050_no_hard_delete BEFORE DELETE ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_050_no_hard_delete;
COMMENT ON TRIGGER prescriptions_050_no_hard_delete ON public.prescriptions IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER prescriptions_050_no_truncate BEFORE TRUNCATE ON public.prescriptions FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_050_no_truncate;
COMMENT ON TRIGGER prescriptions_050_no_truncate ON public.prescriptions IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER prescriptions_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_100_school_id;

CREATE TRIGGER prescriptions_200_updated_at BEFORE UPDATE ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER prescriptions_900_audit_delete AFTER DELETE ON public.prescriptions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_prescriptions();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_900_audit_delete;
COMMENT ON TRIGGER prescriptions_900_audit_delete ON public.prescriptions IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER prescriptions_900_audit_insert AFTER INSERT ON public.prescriptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_prescriptions();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_900_audit_insert;
COMMENT ON TRIGGER prescriptions_900_audit_insert ON public.prescriptions IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER prescriptions_900_audit_key AFTER UPDATE ON public.prescriptions FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_prescriptions();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_900_audit_key;
COMMENT ON TRIGGER prescriptions_900_audit_key ON public.prescriptions IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER prescriptions_900_audit_truncate AFTER TRUNCATE ON public.prescriptions FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_prescriptions();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_900_audit_truncate;
COMMENT ON TRIGGER prescriptions_900_audit_truncate ON public.prescriptions IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER prescriptions_900_audit_update AFTER UPDATE ON public.prescriptions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_prescriptions();
ALTER TABLE public.prescriptions ENABLE ALWAYS TRIGGER prescriptions_900_audit_update;
COMMENT ON TRIGGER prescriptions_900_audit_update ON public.prescriptions IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- prescriptions: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.prescriptions ENABLE ROW LEVEL SECURITY;

CREATE POLICY prescriptions_delete_trusted ON public.prescriptions
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY prescriptions_delete_trusted ON public.prescriptions IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY prescriptions_fence_admin ON public.prescriptions
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY prescriptions_fence_admin ON public.prescriptions IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY prescriptions_fence_district ON public.prescriptions
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY prescriptions_fence_district ON public.prescriptions IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY prescriptions_fence_school ON public.prescriptions
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY prescriptions_fence_school ON public.prescriptions IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY prescriptions_insert_staff ON public.prescriptions
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY prescriptions_insert_staff ON public.prescriptions IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY prescriptions_insert_trusted ON public.prescriptions
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY prescriptions_insert_trusted ON public.prescriptions IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY prescriptions_select_masked ON public.prescriptions
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY prescriptions_select_masked ON public.prescriptions IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY prescriptions_select_staff ON public.prescriptions
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY prescriptions_select_staff ON public.prescriptions IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY prescriptions_select_trusted ON public.prescriptions
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY prescriptions_select_trusted ON public.prescriptions IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY prescriptions_update_staff ON public.prescriptions
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY prescriptions_update_staff ON public.prescriptions IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY prescriptions_update_trusted ON public.prescriptions
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY prescriptions_update_trusted ON public.prescriptions IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- prescriptions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.prescriptions TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.prescriptions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(visit_id),UPDATE(visit_id) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment_plan_id),UPDATE(treatment_plan_id) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(prescribed_by),UPDATE(prescribed_by) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(drug_name),UPDATE(drug_name) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(drug_code),UPDATE(drug_code) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage),UPDATE(dosage) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(frequency),UPDATE(frequency) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(route),UPDATE(route) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(instructions),UPDATE(instructions) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(start_date),UPDATE(start_date) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(end_date),UPDATE(end_date) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quantity),UPDATE(quantity) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quantity_filled),UPDATE(quantity_filled) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(refills_authorized),UPDATE(refills_authorized) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(refills_used),UPDATE(refills_used) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(pharmacy_name),UPDATE(pharmacy_name) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(filled_date),UPDATE(filled_date) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(picked_up_date),UPDATE(picked_up_date) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.prescriptions
-- ----------------------------------------------------------------------------

CREATE VIEW masked.prescriptions WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    visit_id,
    treatment_plan_id,
    prescribed_by,
    NULL::character varying(255) AS drug_name,
    NULL::character varying(100) AS drug_code,
    NULL::character varying(100) AS dosage,
    NULL::character varying(100) AS frequency,
    NULL::character varying(50) AS route,
    NULL::text AS instructions,
    (date_trunc('year'::text, (start_date)::timestamp with time zone))::date AS start_date,
    (date_trunc('year'::text, (end_date)::timestamp with time zone))::date AS end_date,
    NULL::integer AS quantity,
    NULL::integer AS quantity_filled,
    NULL::integer AS refills_authorized,
    NULL::integer AS refills_used,
    status,
    NULL::character varying(255) AS pharmacy_name,
    date_trunc('year'::text, filled_date) AS filled_date,
    date_trunc('year'::text, picked_up_date) AS picked_up_date,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.prescriptions t;

ALTER VIEW masked.prescriptions OWNER TO whitecross_masker;

COMMENT ON VIEW masked.prescriptions IS 'Table prescriptions with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.prescriptions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.prescriptions TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.prescriptions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.prescriptions WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    visit_id AS "visitId",
    treatment_plan_id AS "treatmentPlanId",
    prescribed_by AS "prescribedBy",
    drug_name AS "drugName",
    drug_code AS "drugCode",
    dosage,
    frequency,
    route,
    quantity,
    quantity_filled AS "quantityFilled",
    refills_authorized AS "refillsAuthorized",
    refills_used AS "refillsUsed",
    start_date AS "startDate",
    end_date AS "endDate",
    instructions,
    status,
    pharmacy_name AS "pharmacyName",
    filled_date AS "filledDate",
    picked_up_date AS "pickedUpDate",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.prescriptions;

COMMENT ON VIEW sequelize.prescriptions IS 'Model Prescription: public.prescriptions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.prescriptions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER prescriptions_050_soft_delete INSTEAD OF DELETE ON sequelize.prescriptions FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('prescriptions');
COMMENT ON TRIGGER prescriptions_050_soft_delete ON sequelize.prescriptions IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.prescriptions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.prescriptions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.prescriptions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_prescriptions
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_prescriptions()
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
            'prescriptions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.visit_id IS NOT NULL THEN '"visit_id":' || to_json(n.visit_id) END,
                CASE WHEN n.treatment_plan_id IS NOT NULL THEN '"treatment_plan_id":' || to_json(n.treatment_plan_id) END,
                CASE WHEN n.prescribed_by IS NOT NULL THEN '"prescribed_by":' || to_json(n.prescribed_by) END,
                CASE WHEN n.drug_name IS NOT NULL THEN '"drug_name":' || '"***"' END,
                CASE WHEN n.drug_code IS NOT NULL THEN '"drug_code":' || '"***"' END,
                CASE WHEN n.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN n.frequency IS NOT NULL THEN '"frequency":' || '"***"' END,
                CASE WHEN n.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN n.instructions IS NOT NULL THEN '"instructions":' || '"***"' END,
                CASE WHEN n.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN n.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN n.quantity IS NOT NULL THEN '"quantity":' || '"***"' END,
                CASE WHEN n.quantity_filled IS NOT NULL THEN '"quantity_filled":' || '"***"' END,
                CASE WHEN n.refills_authorized IS NOT NULL THEN '"refills_authorized":' || '"***"' END,
                CASE WHEN n.refills_used IS NOT NULL THEN '"refills_used":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.pharmacy_name IS NOT NULL THEN '"pharmacy_name":' || '"***"' END,
                CASE WHEN n.filled_date IS NOT NULL THEN '"filled_date":' || '"***"' END,
                CASE WHEN n.picked_up_date IS NOT NULL THEN '"picked_up_date":' || '"***"' END,
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
            'prescriptions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.visit_id IS NOT NULL THEN '"visit_id":' || to_json(o.visit_id) END,
                CASE WHEN o.treatment_plan_id IS NOT NULL THEN '"treatment_plan_id":' || to_json(o.treatment_plan_id) END,
                CASE WHEN o.prescribed_by IS NOT NULL THEN '"prescribed_by":' || to_json(o.prescribed_by) END,
                CASE WHEN o.drug_name IS NOT NULL THEN '"drug_name":' || '"***"' END,
                CASE WHEN o.drug_code IS NOT NULL THEN '"drug_code":' || '"***"' END,
                CASE WHEN o.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN o.frequency IS NOT NULL THEN '"frequency":' || '"***"' END,
                CASE WHEN o.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN o.instructions IS NOT NULL THEN '"instructions":' || '"***"' END,
                CASE WHEN o.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN o.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN o.quantity IS NOT NULL THEN '"quantity":' || '"***"' END,
                CASE WHEN o.quantity_filled IS NOT NULL THEN '"quantity_filled":' || '"***"' END,
                CASE WHEN o.refills_authorized IS NOT NULL THEN '"refills_authorized":' || '"***"' END,
                CASE WHEN o.refills_used IS NOT NULL THEN '"refills_used":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.pharmacy_name IS NOT NULL THEN '"pharmacy_name":' || '"***"' END,
                CASE WHEN o.filled_date IS NOT NULL THEN '"filled_date":' || '"***"' END,
                CASE WHEN o.picked_up_date IS NOT NULL THEN '"picked_up_date":' || '"***"' END,
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
            'prescriptions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'prescriptions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(o.visit_id)::text, 'null') END,
                CASE WHEN o.treatment_plan_id IS DISTINCT FROM n.treatment_plan_id THEN '"treatment_plan_id":' || coalesce(to_json(o.treatment_plan_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(o.prescribed_by)::text, 'null') END,
                CASE WHEN o.drug_name IS DISTINCT FROM n.drug_name THEN '"drug_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_name ' || o.drug_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.drug_code IS DISTINCT FROM n.drug_code THEN '"drug_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_code ' || o.drug_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' frequency ' || o.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' instructions ' || o.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity IS DISTINCT FROM n.quantity THEN '"quantity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' quantity ' || o.quantity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity_filled IS DISTINCT FROM n.quantity_filled THEN '"quantity_filled":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' quantity_filled ' || o.quantity_filled::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_authorized IS DISTINCT FROM n.refills_authorized THEN '"refills_authorized":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_authorized ' || o.refills_authorized::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_used IS DISTINCT FROM n.refills_used THEN '"refills_used":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_used ' || o.refills_used::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.pharmacy_name IS DISTINCT FROM n.pharmacy_name THEN '"pharmacy_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pharmacy_name ' || o.pharmacy_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.filled_date IS DISTINCT FROM n.filled_date THEN '"filled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' filled_date ' || o.filled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.picked_up_date IS DISTINCT FROM n.picked_up_date THEN '"picked_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' picked_up_date ' || o.picked_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(n.visit_id)::text, 'null') END,
                CASE WHEN o.treatment_plan_id IS DISTINCT FROM n.treatment_plan_id THEN '"treatment_plan_id":' || coalesce(to_json(n.treatment_plan_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(n.prescribed_by)::text, 'null') END,
                CASE WHEN o.drug_name IS DISTINCT FROM n.drug_name THEN '"drug_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_name ' || n.drug_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.drug_code IS DISTINCT FROM n.drug_code THEN '"drug_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_code ' || n.drug_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' frequency ' || n.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' instructions ' || n.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity IS DISTINCT FROM n.quantity THEN '"quantity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' quantity ' || n.quantity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity_filled IS DISTINCT FROM n.quantity_filled THEN '"quantity_filled":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' quantity_filled ' || n.quantity_filled::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_authorized IS DISTINCT FROM n.refills_authorized THEN '"refills_authorized":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_authorized ' || n.refills_authorized::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_used IS DISTINCT FROM n.refills_used THEN '"refills_used":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_used ' || n.refills_used::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.pharmacy_name IS DISTINCT FROM n.pharmacy_name THEN '"pharmacy_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pharmacy_name ' || n.pharmacy_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.filled_date IS DISTINCT FROM n.filled_date THEN '"filled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' filled_date ' || n.filled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.picked_up_date IS DISTINCT FROM n.picked_up_date THEN '"picked_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' picked_up_date ' || n.picked_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'prescriptions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(o.visit_id)::text, 'null') END,
                CASE WHEN o.treatment_plan_id IS DISTINCT FROM n.treatment_plan_id THEN '"treatment_plan_id":' || coalesce(to_json(o.treatment_plan_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(o.prescribed_by)::text, 'null') END,
                CASE WHEN o.drug_name IS DISTINCT FROM n.drug_name THEN '"drug_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_name ' || o.drug_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.drug_code IS DISTINCT FROM n.drug_code THEN '"drug_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' drug_code ' || o.drug_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' frequency ' || o.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' instructions ' || o.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity IS DISTINCT FROM n.quantity THEN '"quantity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' quantity ' || o.quantity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity_filled IS DISTINCT FROM n.quantity_filled THEN '"quantity_filled":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' quantity_filled ' || o.quantity_filled::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_authorized IS DISTINCT FROM n.refills_authorized THEN '"refills_authorized":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_authorized ' || o.refills_authorized::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_used IS DISTINCT FROM n.refills_used THEN '"refills_used":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_used ' || o.refills_used::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.pharmacy_name IS DISTINCT FROM n.pharmacy_name THEN '"pharmacy_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pharmacy_name ' || o.pharmacy_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.filled_date IS DISTINCT FROM n.filled_date THEN '"filled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' filled_date ' || o.filled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.picked_up_date IS DISTINCT FROM n.picked_up_date THEN '"picked_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' picked_up_date ' || o.picked_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(n.visit_id)::text, 'null') END,
                CASE WHEN o.treatment_plan_id IS DISTINCT FROM n.treatment_plan_id THEN '"treatment_plan_id":' || coalesce(to_json(n.treatment_plan_id)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce(to_json(n.prescribed_by)::text, 'null') END,
                CASE WHEN o.drug_name IS DISTINCT FROM n.drug_name THEN '"drug_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_name ' || n.drug_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.drug_code IS DISTINCT FROM n.drug_code THEN '"drug_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' drug_code ' || n.drug_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' frequency ' || n.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' instructions ' || n.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity IS DISTINCT FROM n.quantity THEN '"quantity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' quantity ' || n.quantity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.quantity_filled IS DISTINCT FROM n.quantity_filled THEN '"quantity_filled":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' quantity_filled ' || n.quantity_filled::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_authorized IS DISTINCT FROM n.refills_authorized THEN '"refills_authorized":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_authorized ' || n.refills_authorized::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_used IS DISTINCT FROM n.refills_used THEN '"refills_used":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_used ' || n.refills_used::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.pharmacy_name IS DISTINCT FROM n.pharmacy_name THEN '"pharmacy_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pharmacy_name ' || n.pharmacy_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.filled_date IS DISTINCT FROM n.filled_date THEN '"filled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' filled_date ' || n.filled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.picked_up_date IS DISTINCT FROM n.picked_up_date THEN '"picked_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' picked_up_date ' || n.picked_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_prescriptions() IS 'Trigger: logs every change of prescriptions. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_prescriptions() FROM PUBLIC;
