-- Table student_medications, with everything that serves it alone.
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
-- student_medications
-- ----------------------------------------------------------------------------

CREATE TABLE public.student_medications (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    medication_id uuid NOT NULL,
    dosage character varying(255) NOT NULL,
    frequency character varying(255) NOT NULL,
    route character varying(255) NOT NULL,
    instructions text,
    start_date timestamp with time zone NOT NULL,
    end_date timestamp with time zone,
    is_active boolean DEFAULT true,
    prescribed_by character varying(255) NOT NULL,
    prescription_number character varying(255),
    refills_remaining integer DEFAULT 0,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT student_medications_ends_not_before_start_check CHECK ((end_date >= start_date)),
    CONSTRAINT student_medications_refills_remaining_not_negative_check CHECK ((refills_remaining >= 0))
);

ALTER TABLE ONLY public.student_medications FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.student_medications IS 'PHI: A medication that a student takes at school, with dose and schedule. Nurses give doses by it.';
COMMENT ON COLUMN public.student_medications.id IS 'Primary key.';
COMMENT ON COLUMN public.student_medications.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.student_medications.student_id IS 'Student who takes the medication.';
COMMENT ON COLUMN public.student_medications.medication_id IS 'Product to give.';
COMMENT ON COLUMN public.student_medications.dosage IS 'PHI: Amount per dose with its unit (1 tablet, 2 puffs), free text.';
COMMENT ON COLUMN public.student_medications.frequency IS 'PHI: Frequency or time of the doses (twice daily, as needed), free text.';
COMMENT ON COLUMN public.student_medications.route IS 'PHI: Route of administration (oral, inhaled), free text.';
COMMENT ON COLUMN public.student_medications.instructions IS 'PHI: Instructions for the nurse in addition to dose and frequency.';
COMMENT ON COLUMN public.student_medications.start_date IS 'PHI: Time from which doses may be given.';
COMMENT ON COLUMN public.student_medications.end_date IS 'PHI: Time until which doses may be given, NULL if open-ended.';
COMMENT ON COLUMN public.student_medications.is_active IS 'FALSE once the order is stopped, regardless of end_date.';
COMMENT ON COLUMN public.student_medications.prescribed_by IS 'PHI: Name of the prescriber outside the school, as text because the prescriber has no account.';
COMMENT ON COLUMN public.student_medications.prescription_number IS 'PHI: Prescription number on the pharmacy label, assigned by the pharmacy.';
COMMENT ON COLUMN public.student_medications.refills_remaining IS 'PHI: Number of refills that the pharmacy may still dispense.';
COMMENT ON COLUMN public.student_medications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.student_medications.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.student_medications.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.student_medications.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.student_medications.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- student_medications: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_medication_id_fkey FOREIGN KEY (medication_id) REFERENCES public.medications(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.student_medications
    ADD CONSTRAINT student_medications_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- student_medications: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX student_medications_created_by_idx ON public.student_medications USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX student_medications_medication_id_idx ON public.student_medications USING btree (medication_id);

CREATE INDEX student_medications_school_id_dates_active_idx ON public.student_medications USING btree (school_id, start_date, end_date) INCLUDE (student_id, medication_id) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.student_medications_school_id_dates_active_idx IS 'Active medication orders of a school on one day; includes student and medication.';

CREATE INDEX student_medications_school_id_end_date_active_idx ON public.student_medications USING btree (school_id, end_date) WHERE (is_active AND (end_date IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.student_medications_school_id_end_date_active_idx IS 'Active medication orders of a school, the next to run out first.';

CREATE INDEX student_medications_school_id_start_date_idx ON public.student_medications USING btree (school_id, start_date DESC);

CREATE INDEX student_medications_student_id_start_date_idx ON public.student_medications USING btree (student_id, start_date DESC);

CREATE INDEX student_medications_updated_by_idx ON public.student_medications USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- student_medications: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER student_medications_050_no_hard_delete BEFORE DELETE ON public.student_medications FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_050_no_hard_delete;
COMMENT ON TRIGGER student_medications_050_no_hard_delete ON public.student_medications IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER student_medications_050_no_truncate BEFORE TRUNCATE ON public.student_medications FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_050_no_truncate;
COMMENT ON TRIGGER student_medications_050_no_truncate ON public.student_medications IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER student_medications_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.student_medications FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_100_school_id;

CREATE TRIGGER student_medications_200_updated_at BEFORE UPDATE ON public.student_medications FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER student_medications_900_audit_delete AFTER DELETE ON public.student_medications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_medications();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_900_audit_delete;
COMMENT ON TRIGGER student_medications_900_audit_delete ON public.student_medications IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER student_medications_900_audit_insert AFTER INSERT ON public.student_medications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_medications();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_900_audit_insert;
COMMENT ON TRIGGER student_medications_900_audit_insert ON public.student_medications IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER student_medications_900_audit_key AFTER UPDATE ON public.student_medications FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_student_medications();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_900_audit_key;
COMMENT ON TRIGGER student_medications_900_audit_key ON public.student_medications IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER student_medications_900_audit_truncate AFTER TRUNCATE ON public.student_medications FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_medications();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_900_audit_truncate;
COMMENT ON TRIGGER student_medications_900_audit_truncate ON public.student_medications IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER student_medications_900_audit_update AFTER UPDATE ON public.student_medications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_student_medications();
ALTER TABLE public.student_medications ENABLE ALWAYS TRIGGER student_medications_900_audit_update;
COMMENT ON TRIGGER student_medications_900_audit_update ON public.student_medications IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- student_medications: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.student_medications ENABLE ROW LEVEL SECURITY;

CREATE POLICY student_medications_delete_trusted ON public.student_medications
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY student_medications_delete_trusted ON public.student_medications IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY student_medications_fence_admin ON public.student_medications
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY student_medications_fence_admin ON public.student_medications IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY student_medications_fence_district ON public.student_medications
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY student_medications_fence_district ON public.student_medications IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY student_medications_fence_school ON public.student_medications
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY student_medications_fence_school ON public.student_medications IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY student_medications_insert_staff ON public.student_medications
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_medications_insert_staff ON public.student_medications IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_medications_insert_trusted ON public.student_medications
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY student_medications_insert_trusted ON public.student_medications IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY student_medications_select_masked ON public.student_medications
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY student_medications_select_masked ON public.student_medications IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY student_medications_select_staff ON public.student_medications
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_medications_select_staff ON public.student_medications IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_medications_select_trusted ON public.student_medications
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY student_medications_select_trusted ON public.student_medications IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY student_medications_update_staff ON public.student_medications
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY student_medications_update_staff ON public.student_medications IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY student_medications_update_trusted ON public.student_medications
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY student_medications_update_trusted ON public.student_medications IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- student_medications: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.student_medications TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.student_medications TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medication_id),UPDATE(medication_id) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage),UPDATE(dosage) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(frequency),UPDATE(frequency) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(route),UPDATE(route) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(instructions),UPDATE(instructions) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(start_date),UPDATE(start_date) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(end_date),UPDATE(end_date) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(prescribed_by),UPDATE(prescribed_by) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(prescription_number),UPDATE(prescription_number) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(refills_remaining),UPDATE(refills_remaining) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.student_medications TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.student_medications
-- ----------------------------------------------------------------------------

CREATE VIEW masked.student_medications WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    NULL::uuid AS medication_id,
    NULL::character varying(255) AS dosage,
    NULL::character varying(255) AS frequency,
    NULL::character varying(255) AS route,
    NULL::text AS instructions,
    date_trunc('year'::text, start_date) AS start_date,
    date_trunc('year'::text, end_date) AS end_date,
    is_active,
    ("left"((prescribed_by)::text, 1) || '.'::text) AS prescribed_by,
        CASE
            WHEN (length((prescription_number)::text) > 6) THEN ('***'::text || "right"((prescription_number)::text, 4))
            WHEN (prescription_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS prescription_number,
    NULL::integer AS refills_remaining,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.student_medications t;

ALTER VIEW masked.student_medications OWNER TO whitecross_masker;

COMMENT ON VIEW masked.student_medications IS 'Table student_medications with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.student_medications: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.student_medications TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.student_medications
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.student_medications WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    medication_id AS "medicationId",
    dosage,
    frequency,
    route,
    instructions,
    start_date AS "startDate",
    end_date AS "endDate",
    is_active AS "isActive",
    prescribed_by AS "prescribedBy",
    prescription_number AS "prescriptionNumber",
    refills_remaining AS "refillsRemaining",
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.student_medications
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.student_medications IS 'Model StudentMedication: public.student_medications with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.student_medications: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER student_medications_050_soft_delete INSTEAD OF DELETE ON sequelize.student_medications FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('student_medications');
COMMENT ON TRIGGER student_medications_050_soft_delete ON sequelize.student_medications IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.student_medications: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.student_medications TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.student_medications TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_student_medications
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_student_medications()
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
            'student_medications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.medication_id IS NOT NULL THEN '"medication_id":' || '"***"' END,
                CASE WHEN n.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN n.frequency IS NOT NULL THEN '"frequency":' || '"***"' END,
                CASE WHEN n.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN n.instructions IS NOT NULL THEN '"instructions":' || '"***"' END,
                CASE WHEN n.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN n.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.prescribed_by IS NOT NULL THEN '"prescribed_by":' || '"***"' END,
                CASE WHEN n.prescription_number IS NOT NULL THEN '"prescription_number":' || '"***"' END,
                CASE WHEN n.refills_remaining IS NOT NULL THEN '"refills_remaining":' || '"***"' END,
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
            'student_medications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.medication_id IS NOT NULL THEN '"medication_id":' || '"***"' END,
                CASE WHEN o.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN o.frequency IS NOT NULL THEN '"frequency":' || '"***"' END,
                CASE WHEN o.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN o.instructions IS NOT NULL THEN '"instructions":' || '"***"' END,
                CASE WHEN o.start_date IS NOT NULL THEN '"start_date":' || '"***"' END,
                CASE WHEN o.end_date IS NOT NULL THEN '"end_date":' || '"***"' END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.prescribed_by IS NOT NULL THEN '"prescribed_by":' || '"***"' END,
                CASE WHEN o.prescription_number IS NOT NULL THEN '"prescription_number":' || '"***"' END,
                CASE WHEN o.refills_remaining IS NOT NULL THEN '"refills_remaining":' || '"***"' END,
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
            'student_medications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'student_medications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication_id ' || o.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' frequency ' || o.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' instructions ' || o.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' prescribed_by ' || o.prescribed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.prescription_number IS DISTINCT FROM n.prescription_number THEN '"prescription_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' prescription_number ' || o.prescription_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_remaining IS DISTINCT FROM n.refills_remaining THEN '"refills_remaining":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_remaining ' || o.refills_remaining::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication_id ' || n.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' frequency ' || n.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' instructions ' || n.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' prescribed_by ' || n.prescribed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.prescription_number IS DISTINCT FROM n.prescription_number THEN '"prescription_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' prescription_number ' || n.prescription_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_remaining IS DISTINCT FROM n.refills_remaining THEN '"refills_remaining":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_remaining ' || n.refills_remaining::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'student_medications', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication_id ' || o.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' frequency ' || o.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' instructions ' || o.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' start_date ' || o.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' end_date ' || o.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' prescribed_by ' || o.prescribed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.prescription_number IS DISTINCT FROM n.prescription_number THEN '"prescription_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' prescription_number ' || o.prescription_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_remaining IS DISTINCT FROM n.refills_remaining THEN '"refills_remaining":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' refills_remaining ' || o.refills_remaining::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.medication_id IS DISTINCT FROM n.medication_id THEN '"medication_id":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication_id ' || n.medication_id::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.frequency IS DISTINCT FROM n.frequency THEN '"frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' frequency ' || n.frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.instructions IS DISTINCT FROM n.instructions THEN '"instructions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' instructions ' || n.instructions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.start_date IS DISTINCT FROM n.start_date THEN '"start_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' start_date ' || n.start_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.end_date IS DISTINCT FROM n.end_date THEN '"end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' end_date ' || n.end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.prescribed_by IS DISTINCT FROM n.prescribed_by THEN '"prescribed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' prescribed_by ' || n.prescribed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.prescription_number IS DISTINCT FROM n.prescription_number THEN '"prescription_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' prescription_number ' || n.prescription_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.refills_remaining IS DISTINCT FROM n.refills_remaining THEN '"refills_remaining":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' refills_remaining ' || n.refills_remaining::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_student_medications() IS 'Trigger: logs every change of student_medications. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_student_medications() FROM PUBLIC;
