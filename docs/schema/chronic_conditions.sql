-- Table chronic_conditions, with everything that serves it alone.
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
-- chronic_conditions
-- ----------------------------------------------------------------------------

CREATE TABLE public.chronic_conditions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    condition character varying(200) NOT NULL,
    icd_code character varying(20),
    status public.condition_status DEFAULT 'ACTIVE'::public.condition_status NOT NULL,
    severity character varying(50),
    is_active boolean DEFAULT true NOT NULL,
    diagnosed_date date NOT NULL,
    diagnosed_by character varying(200),
    notes text,
    care_plan text,
    medications jsonb DEFAULT '[]'::jsonb NOT NULL,
    restrictions jsonb DEFAULT '[]'::jsonb NOT NULL,
    triggers jsonb DEFAULT '[]'::jsonb NOT NULL,
    accommodations jsonb DEFAULT '[]'::jsonb NOT NULL,
    emergency_protocol text,
    last_review_date date,
    next_review_date date,
    requires_iep boolean DEFAULT false NOT NULL,
    requires504 boolean DEFAULT false NOT NULL,
    treatments text,
    accommodations_required boolean DEFAULT false NOT NULL,
    accommodation_details text,
    action_plan text,
    review_frequency text,
    precautions jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT chronic_conditions_accommodations_is_array_check CHECK ((jsonb_typeof(accommodations) = 'array'::text)),
    CONSTRAINT chronic_conditions_condition_not_blank_check CHECK ((btrim((condition)::text) <> ''::text)),
    CONSTRAINT chronic_conditions_medications_is_array_check CHECK ((jsonb_typeof(medications) = 'array'::text)),
    CONSTRAINT chronic_conditions_restrictions_is_array_check CHECK ((jsonb_typeof(restrictions) = 'array'::text)),
    CONSTRAINT chronic_conditions_triggers_is_array_check CHECK ((jsonb_typeof(triggers) = 'array'::text))
);

ALTER TABLE ONLY public.chronic_conditions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.chronic_conditions IS 'PHI: A long-term condition of one student and the care plan for it at school.';
COMMENT ON COLUMN public.chronic_conditions.id IS 'Primary key.';
COMMENT ON COLUMN public.chronic_conditions.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.chronic_conditions.student_id IS 'Student who has the condition.';
COMMENT ON COLUMN public.chronic_conditions.health_record_id IS 'Entry of the health record that documents the condition, if any.';
COMMENT ON COLUMN public.chronic_conditions.condition IS 'PHI: Name of the condition (asthma, type 1 diabetes), free text.';
COMMENT ON COLUMN public.chronic_conditions.icd_code IS 'PHI: ICD-10 code of the condition, not validated by the application.';
COMMENT ON COLUMN public.chronic_conditions.status IS 'PHI: Clinical status. Independent of is_active, which controls the lists.';
COMMENT ON COLUMN public.chronic_conditions.severity IS 'PHI: Severity in the author''s own words, free text.';
COMMENT ON COLUMN public.chronic_conditions.is_active IS 'PHI: FALSE removes the condition from the student''s current list.';
COMMENT ON COLUMN public.chronic_conditions.diagnosed_date IS 'PHI: Date when a clinician diagnosed the condition; required.';
COMMENT ON COLUMN public.chronic_conditions.diagnosed_by IS 'PHI: Clinician who made the diagnosis, as text because clinicians outside the school have no account.';
COMMENT ON COLUMN public.chronic_conditions.notes IS 'PHI: Notes of the nurse on the course of the condition.';
COMMENT ON COLUMN public.chronic_conditions.care_plan IS 'PHI: Plan of daily care at school.';
COMMENT ON COLUMN public.chronic_conditions.medications IS 'PHI: Medicines taken for the condition, a JSON array of text; not linked to medications.';
COMMENT ON COLUMN public.chronic_conditions.restrictions IS 'PHI: Foods and activities that the student must avoid, a JSON array of text.';
COMMENT ON COLUMN public.chronic_conditions.triggers IS 'PHI: Triggers of an episode (pollen, cold, exertion), a JSON array of text.';
COMMENT ON COLUMN public.chronic_conditions.accommodations IS 'PHI: Accommodations granted in class and sports, a JSON array of text.';
COMMENT ON COLUMN public.chronic_conditions.emergency_protocol IS 'PHI: Steps to take in an acute episode, written for any person present.';
COMMENT ON COLUMN public.chronic_conditions.last_review_date IS 'PHI: Date when the care plan was last reviewed.';
COMMENT ON COLUMN public.chronic_conditions.next_review_date IS 'PHI: Date when the next review is due. Reminders use it.';
COMMENT ON COLUMN public.chronic_conditions.requires_iep IS 'PHI: Whether an Individualized Education Program (IDEA) is needed.';
COMMENT ON COLUMN public.chronic_conditions.requires504 IS 'PHI: Whether a plan under Section 504 of the Rehabilitation Act is needed.';
COMMENT ON COLUMN public.chronic_conditions.treatments IS 'PHI: Treatments other than medicines, such as physical therapy.';
COMMENT ON COLUMN public.chronic_conditions.accommodations_required IS 'PHI: Whether the student needs any accommodation at school.';
COMMENT ON COLUMN public.chronic_conditions.accommodation_details IS 'PHI: Details of the accommodations that do not fit in the array.';
COMMENT ON COLUMN public.chronic_conditions.action_plan IS 'PHI: Steps for staff as symptoms worsen.';
COMMENT ON COLUMN public.chronic_conditions.review_frequency IS 'PHI: Interval between reviews of the plan, free text (every term).';
COMMENT ON COLUMN public.chronic_conditions.precautions IS 'PHI: Precautions for trips, sports and meals; JSON without a fixed structure.';
COMMENT ON COLUMN public.chronic_conditions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.chronic_conditions.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.chronic_conditions.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.chronic_conditions.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.chronic_conditions.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- chronic_conditions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.chronic_conditions
    ADD CONSTRAINT chronic_conditions_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- chronic_conditions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX chronic_conditions_created_by_idx ON public.chronic_conditions USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX chronic_conditions_health_record_id_idx ON public.chronic_conditions USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX chronic_conditions_school_id_next_review_date_idx ON public.chronic_conditions USING btree (school_id, next_review_date);

CREATE INDEX chronic_conditions_school_id_status_active_idx ON public.chronic_conditions USING btree (school_id, status, next_review_date) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.chronic_conditions_school_id_status_active_idx IS 'Active conditions of a school with one status, the next review first.';

CREATE INDEX chronic_conditions_school_id_student_id_504_idx ON public.chronic_conditions USING btree (school_id, student_id) WHERE (requires504 AND (deleted_at IS NULL));
COMMENT ON INDEX public.chronic_conditions_school_id_student_id_504_idx IS 'Students of a school whose condition requires a plan under Section 504.';

CREATE INDEX chronic_conditions_school_id_student_id_iep_idx ON public.chronic_conditions USING btree (school_id, student_id) WHERE (requires_iep AND (deleted_at IS NULL));
COMMENT ON INDEX public.chronic_conditions_school_id_student_id_iep_idx IS 'Students of a school whose condition requires an Individualized Education Program (IEP).';

CREATE INDEX chronic_conditions_student_id_next_review_date_idx ON public.chronic_conditions USING btree (student_id, next_review_date);

CREATE INDEX chronic_conditions_updated_by_idx ON public.chronic_conditions USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- chronic_conditions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER chronic_conditions_050_no_hard_delete BEFORE DELETE ON public.chronic_conditions FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_050_no_hard_delete;
COMMENT ON TRIGGER chronic_conditions_050_no_hard_delete ON public.chronic_conditions IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_050_no_truncate BEFORE TRUNCATE ON public.chronic_conditions FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_050_no_truncate;
COMMENT ON TRIGGER chronic_conditions_050_no_truncate ON public.chronic_conditions IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.chronic_conditions FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_100_school_id;

CREATE TRIGGER chronic_conditions_200_updated_at BEFORE UPDATE ON public.chronic_conditions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER chronic_conditions_900_audit_delete AFTER DELETE ON public.chronic_conditions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_chronic_conditions();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_900_audit_delete;
COMMENT ON TRIGGER chronic_conditions_900_audit_delete ON public.chronic_conditions IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_900_audit_insert AFTER INSERT ON public.chronic_conditions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_chronic_conditions();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_900_audit_insert;
COMMENT ON TRIGGER chronic_conditions_900_audit_insert ON public.chronic_conditions IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_900_audit_key AFTER UPDATE ON public.chronic_conditions FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_chronic_conditions();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_900_audit_key;
COMMENT ON TRIGGER chronic_conditions_900_audit_key ON public.chronic_conditions IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_900_audit_truncate AFTER TRUNCATE ON public.chronic_conditions FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_chronic_conditions();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_900_audit_truncate;
COMMENT ON TRIGGER chronic_conditions_900_audit_truncate ON public.chronic_conditions IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER chronic_conditions_900_audit_update AFTER UPDATE ON public.chronic_conditions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_chronic_conditions();
ALTER TABLE public.chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_900_audit_update;
COMMENT ON TRIGGER chronic_conditions_900_audit_update ON public.chronic_conditions IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- chronic_conditions: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.chronic_conditions ENABLE ROW LEVEL SECURITY;

CREATE POLICY chronic_conditions_delete_trusted ON public.chronic_conditions
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY chronic_conditions_delete_trusted ON public.chronic_conditions IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY chronic_conditions_fence_admin ON public.chronic_conditions
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY chronic_conditions_fence_admin ON public.chronic_conditions IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY chronic_conditions_fence_district ON public.chronic_conditions
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY chronic_conditions_fence_district ON public.chronic_conditions IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY chronic_conditions_fence_school ON public.chronic_conditions
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY chronic_conditions_fence_school ON public.chronic_conditions IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY chronic_conditions_insert_staff ON public.chronic_conditions
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY chronic_conditions_insert_staff ON public.chronic_conditions IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY chronic_conditions_insert_trusted ON public.chronic_conditions
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY chronic_conditions_insert_trusted ON public.chronic_conditions IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY chronic_conditions_select_masked ON public.chronic_conditions
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY chronic_conditions_select_masked ON public.chronic_conditions IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY chronic_conditions_select_staff ON public.chronic_conditions
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY chronic_conditions_select_staff ON public.chronic_conditions IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY chronic_conditions_select_trusted ON public.chronic_conditions
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY chronic_conditions_select_trusted ON public.chronic_conditions IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY chronic_conditions_update_staff ON public.chronic_conditions
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY chronic_conditions_update_staff ON public.chronic_conditions IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY chronic_conditions_update_trusted ON public.chronic_conditions
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY chronic_conditions_update_trusted ON public.chronic_conditions IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- chronic_conditions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.chronic_conditions TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.chronic_conditions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(condition),UPDATE(condition) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(icd_code),UPDATE(icd_code) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_date),UPDATE(diagnosed_date) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_by),UPDATE(diagnosed_by) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(care_plan),UPDATE(care_plan) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medications),UPDATE(medications) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(restrictions),UPDATE(restrictions) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(triggers),UPDATE(triggers) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(accommodations),UPDATE(accommodations) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(emergency_protocol),UPDATE(emergency_protocol) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_review_date),UPDATE(last_review_date) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(next_review_date),UPDATE(next_review_date) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires_iep),UPDATE(requires_iep) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires504),UPDATE(requires504) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatments),UPDATE(treatments) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(accommodations_required),UPDATE(accommodations_required) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(accommodation_details),UPDATE(accommodation_details) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(action_plan),UPDATE(action_plan) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(review_frequency),UPDATE(review_frequency) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(precautions),UPDATE(precautions) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.chronic_conditions
-- ----------------------------------------------------------------------------

CREATE VIEW masked.chronic_conditions WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    NULL::character varying(200) AS condition,
    NULL::character varying(20) AS icd_code,
    status,
    NULL::character varying(50) AS severity,
    is_active,
    (date_trunc('year'::text, (diagnosed_date)::timestamp with time zone))::date AS diagnosed_date,
    ("left"((diagnosed_by)::text, 1) || '.'::text) AS diagnosed_by,
    NULL::text AS notes,
    NULL::text AS care_plan,
    NULL::jsonb AS medications,
    NULL::jsonb AS restrictions,
    NULL::jsonb AS triggers,
    NULL::jsonb AS accommodations,
    NULL::text AS emergency_protocol,
    (date_trunc('year'::text, (last_review_date)::timestamp with time zone))::date AS last_review_date,
    (date_trunc('year'::text, (next_review_date)::timestamp with time zone))::date AS next_review_date,
    requires_iep,
    requires504,
    NULL::text AS treatments,
    accommodations_required,
    NULL::text AS accommodation_details,
    NULL::text AS action_plan,
    NULL::text AS review_frequency,
    NULL::jsonb AS precautions,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.chronic_conditions t;

ALTER VIEW masked.chronic_conditions OWNER TO whitecross_masker;

COMMENT ON VIEW masked.chronic_conditions IS 'Table chronic_conditions with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.chronic_conditions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.chronic_conditions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.chronic_conditions WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    health_record_id AS "healthRecordId",
    condition,
    icd_code AS "icdCode",
    diagnosed_date AS "diagnosedDate",
    diagnosed_by AS "diagnosedBy",
    status,
    severity,
    notes,
    care_plan AS "carePlan",
    medications,
    restrictions,
    triggers,
    accommodations,
    emergency_protocol AS "emergencyProtocol",
    last_review_date AS "lastReviewDate",
    next_review_date AS "nextReviewDate",
    requires_iep AS "requiresIEP",
    requires504,
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.chronic_conditions;

COMMENT ON VIEW sequelize.chronic_conditions IS 'Model ChronicCondition: public.chronic_conditions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.chronic_conditions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER chronic_conditions_050_soft_delete INSTEAD OF DELETE ON sequelize.chronic_conditions FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('chronic_conditions');
COMMENT ON TRIGGER chronic_conditions_050_soft_delete ON sequelize.chronic_conditions IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.chronic_conditions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.chronic_conditions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.chronic_conditions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_chronic_conditions
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_chronic_conditions()
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
            'chronic_conditions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.condition IS NOT NULL THEN '"condition":' || '"***"' END,
                CASE WHEN n.icd_code IS NOT NULL THEN '"icd_code":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || '"***"' END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN n.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.care_plan IS NOT NULL THEN '"care_plan":' || '"***"' END,
                CASE WHEN n.medications IS NOT NULL THEN '"medications":' || '"***"' END,
                CASE WHEN n.restrictions IS NOT NULL THEN '"restrictions":' || '"***"' END,
                CASE WHEN n.triggers IS NOT NULL THEN '"triggers":' || '"***"' END,
                CASE WHEN n.accommodations IS NOT NULL THEN '"accommodations":' || '"***"' END,
                CASE WHEN n.emergency_protocol IS NOT NULL THEN '"emergency_protocol":' || '"***"' END,
                CASE WHEN n.last_review_date IS NOT NULL THEN '"last_review_date":' || '"***"' END,
                CASE WHEN n.next_review_date IS NOT NULL THEN '"next_review_date":' || '"***"' END,
                CASE WHEN n.requires_iep IS NOT NULL THEN '"requires_iep":' || to_json(n.requires_iep) END,
                CASE WHEN n.requires504 IS NOT NULL THEN '"requires504":' || to_json(n.requires504) END,
                CASE WHEN n.treatments IS NOT NULL THEN '"treatments":' || '"***"' END,
                CASE WHEN n.accommodations_required IS NOT NULL THEN '"accommodations_required":' || to_json(n.accommodations_required) END,
                CASE WHEN n.accommodation_details IS NOT NULL THEN '"accommodation_details":' || '"***"' END,
                CASE WHEN n.action_plan IS NOT NULL THEN '"action_plan":' || '"***"' END,
                CASE WHEN n.review_frequency IS NOT NULL THEN '"review_frequency":' || '"***"' END,
                CASE WHEN n.precautions IS NOT NULL THEN '"precautions":' || '"***"' END,
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
            'chronic_conditions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.condition IS NOT NULL THEN '"condition":' || '"***"' END,
                CASE WHEN o.icd_code IS NOT NULL THEN '"icd_code":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || '"***"' END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN o.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.care_plan IS NOT NULL THEN '"care_plan":' || '"***"' END,
                CASE WHEN o.medications IS NOT NULL THEN '"medications":' || '"***"' END,
                CASE WHEN o.restrictions IS NOT NULL THEN '"restrictions":' || '"***"' END,
                CASE WHEN o.triggers IS NOT NULL THEN '"triggers":' || '"***"' END,
                CASE WHEN o.accommodations IS NOT NULL THEN '"accommodations":' || '"***"' END,
                CASE WHEN o.emergency_protocol IS NOT NULL THEN '"emergency_protocol":' || '"***"' END,
                CASE WHEN o.last_review_date IS NOT NULL THEN '"last_review_date":' || '"***"' END,
                CASE WHEN o.next_review_date IS NOT NULL THEN '"next_review_date":' || '"***"' END,
                CASE WHEN o.requires_iep IS NOT NULL THEN '"requires_iep":' || to_json(o.requires_iep) END,
                CASE WHEN o.requires504 IS NOT NULL THEN '"requires504":' || to_json(o.requires504) END,
                CASE WHEN o.treatments IS NOT NULL THEN '"treatments":' || '"***"' END,
                CASE WHEN o.accommodations_required IS NOT NULL THEN '"accommodations_required":' || to_json(o.accommodations_required) END,
                CASE WHEN o.accommodation_details IS NOT NULL THEN '"accommodation_details":' || '"***"' END,
                CASE WHEN o.action_plan IS NOT NULL THEN '"action_plan":' || '"***"' END,
                CASE WHEN o.review_frequency IS NOT NULL THEN '"review_frequency":' || '"***"' END,
                CASE WHEN o.precautions IS NOT NULL THEN '"precautions":' || '"***"' END,
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
            'chronic_conditions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'chronic_conditions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' condition ' || o.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icd_code IS DISTINCT FROM n.icd_code THEN '"icd_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' icd_code ' || o.icd_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' severity ' || o.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.care_plan IS DISTINCT FROM n.care_plan THEN '"care_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' care_plan ' || o.care_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medications IS DISTINCT FROM n.medications THEN '"medications":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medications ' || o.medications::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.restrictions IS DISTINCT FROM n.restrictions THEN '"restrictions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' restrictions ' || o.restrictions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.triggers IS DISTINCT FROM n.triggers THEN '"triggers":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' triggers ' || o.triggers::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations IS DISTINCT FROM n.accommodations THEN '"accommodations":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' accommodations ' || o.accommodations::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' emergency_protocol ' || o.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_review_date IS DISTINCT FROM n.last_review_date THEN '"last_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_review_date ' || o.last_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.next_review_date IS DISTINCT FROM n.next_review_date THEN '"next_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' next_review_date ' || o.next_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.requires_iep IS DISTINCT FROM n.requires_iep THEN '"requires_iep":' || coalesce(to_json(o.requires_iep)::text, 'null') END,
                CASE WHEN o.requires504 IS DISTINCT FROM n.requires504 THEN '"requires504":' || coalesce(to_json(o.requires504)::text, 'null') END,
                CASE WHEN o.treatments IS DISTINCT FROM n.treatments THEN '"treatments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatments ' || o.treatments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations_required IS DISTINCT FROM n.accommodations_required THEN '"accommodations_required":' || coalesce(to_json(o.accommodations_required)::text, 'null') END,
                CASE WHEN o.accommodation_details IS DISTINCT FROM n.accommodation_details THEN '"accommodation_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' accommodation_details ' || o.accommodation_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.action_plan IS DISTINCT FROM n.action_plan THEN '"action_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' action_plan ' || o.action_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.review_frequency IS DISTINCT FROM n.review_frequency THEN '"review_frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' review_frequency ' || o.review_frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.precautions IS DISTINCT FROM n.precautions THEN '"precautions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' precautions ' || o.precautions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' condition ' || n.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icd_code IS DISTINCT FROM n.icd_code THEN '"icd_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' icd_code ' || n.icd_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' severity ' || n.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.care_plan IS DISTINCT FROM n.care_plan THEN '"care_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' care_plan ' || n.care_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medications IS DISTINCT FROM n.medications THEN '"medications":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medications ' || n.medications::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.restrictions IS DISTINCT FROM n.restrictions THEN '"restrictions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' restrictions ' || n.restrictions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.triggers IS DISTINCT FROM n.triggers THEN '"triggers":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' triggers ' || n.triggers::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations IS DISTINCT FROM n.accommodations THEN '"accommodations":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' accommodations ' || n.accommodations::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' emergency_protocol ' || n.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_review_date IS DISTINCT FROM n.last_review_date THEN '"last_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_review_date ' || n.last_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.next_review_date IS DISTINCT FROM n.next_review_date THEN '"next_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' next_review_date ' || n.next_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.requires_iep IS DISTINCT FROM n.requires_iep THEN '"requires_iep":' || coalesce(to_json(n.requires_iep)::text, 'null') END,
                CASE WHEN o.requires504 IS DISTINCT FROM n.requires504 THEN '"requires504":' || coalesce(to_json(n.requires504)::text, 'null') END,
                CASE WHEN o.treatments IS DISTINCT FROM n.treatments THEN '"treatments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatments ' || n.treatments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations_required IS DISTINCT FROM n.accommodations_required THEN '"accommodations_required":' || coalesce(to_json(n.accommodations_required)::text, 'null') END,
                CASE WHEN o.accommodation_details IS DISTINCT FROM n.accommodation_details THEN '"accommodation_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' accommodation_details ' || n.accommodation_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.action_plan IS DISTINCT FROM n.action_plan THEN '"action_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' action_plan ' || n.action_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.review_frequency IS DISTINCT FROM n.review_frequency THEN '"review_frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' review_frequency ' || n.review_frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.precautions IS DISTINCT FROM n.precautions THEN '"precautions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' precautions ' || n.precautions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'chronic_conditions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' condition ' || o.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icd_code IS DISTINCT FROM n.icd_code THEN '"icd_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' icd_code ' || o.icd_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' severity ' || o.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.care_plan IS DISTINCT FROM n.care_plan THEN '"care_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' care_plan ' || o.care_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medications IS DISTINCT FROM n.medications THEN '"medications":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medications ' || o.medications::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.restrictions IS DISTINCT FROM n.restrictions THEN '"restrictions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' restrictions ' || o.restrictions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.triggers IS DISTINCT FROM n.triggers THEN '"triggers":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' triggers ' || o.triggers::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations IS DISTINCT FROM n.accommodations THEN '"accommodations":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' accommodations ' || o.accommodations::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' emergency_protocol ' || o.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_review_date IS DISTINCT FROM n.last_review_date THEN '"last_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_review_date ' || o.last_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.next_review_date IS DISTINCT FROM n.next_review_date THEN '"next_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' next_review_date ' || o.next_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.requires_iep IS DISTINCT FROM n.requires_iep THEN '"requires_iep":' || coalesce(to_json(o.requires_iep)::text, 'null') END,
                CASE WHEN o.requires504 IS DISTINCT FROM n.requires504 THEN '"requires504":' || coalesce(to_json(o.requires504)::text, 'null') END,
                CASE WHEN o.treatments IS DISTINCT FROM n.treatments THEN '"treatments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatments ' || o.treatments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations_required IS DISTINCT FROM n.accommodations_required THEN '"accommodations_required":' || coalesce(to_json(o.accommodations_required)::text, 'null') END,
                CASE WHEN o.accommodation_details IS DISTINCT FROM n.accommodation_details THEN '"accommodation_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' accommodation_details ' || o.accommodation_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.action_plan IS DISTINCT FROM n.action_plan THEN '"action_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' action_plan ' || o.action_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.review_frequency IS DISTINCT FROM n.review_frequency THEN '"review_frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' review_frequency ' || o.review_frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.precautions IS DISTINCT FROM n.precautions THEN '"precautions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' precautions ' || o.precautions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' condition ' || n.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.icd_code IS DISTINCT FROM n.icd_code THEN '"icd_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' icd_code ' || n.icd_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' severity ' || n.severity::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.care_plan IS DISTINCT FROM n.care_plan THEN '"care_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' care_plan ' || n.care_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medications IS DISTINCT FROM n.medications THEN '"medications":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medications ' || n.medications::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.restrictions IS DISTINCT FROM n.restrictions THEN '"restrictions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' restrictions ' || n.restrictions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.triggers IS DISTINCT FROM n.triggers THEN '"triggers":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' triggers ' || n.triggers::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations IS DISTINCT FROM n.accommodations THEN '"accommodations":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' accommodations ' || n.accommodations::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' emergency_protocol ' || n.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_review_date IS DISTINCT FROM n.last_review_date THEN '"last_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_review_date ' || n.last_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.next_review_date IS DISTINCT FROM n.next_review_date THEN '"next_review_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' next_review_date ' || n.next_review_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.requires_iep IS DISTINCT FROM n.requires_iep THEN '"requires_iep":' || coalesce(to_json(n.requires_iep)::text, 'null') END,
                CASE WHEN o.requires504 IS DISTINCT FROM n.requires504 THEN '"requires504":' || coalesce(to_json(n.requires504)::text, 'null') END,
                CASE WHEN o.treatments IS DISTINCT FROM n.treatments THEN '"treatments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatments ' || n.treatments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.accommodations_required IS DISTINCT FROM n.accommodations_required THEN '"accommodations_required":' || coalesce(to_json(n.accommodations_required)::text, 'null') END,
                CASE WHEN o.accommodation_details IS DISTINCT FROM n.accommodation_details THEN '"accommodation_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' accommodation_details ' || n.accommodation_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.action_plan IS DISTINCT FROM n.action_plan THEN '"action_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' action_plan ' || n.action_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.review_frequency IS DISTINCT FROM n.review_frequency THEN '"review_frequency":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' review_frequency ' || n.review_frequency::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.precautions IS DISTINCT FROM n.precautions THEN '"precautions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' precautions ' || n.precautions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_chronic_conditions() IS 'Trigger: logs every change of chronic_conditions. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_chronic_conditions() FROM PUBLIC;
