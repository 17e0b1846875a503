-- Table medical_history, with everything that serves it alone.
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
-- medical_history
-- ----------------------------------------------------------------------------

CREATE TABLE public.medical_history (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    record_type public.medical_history_type NOT NULL,
    condition character varying(255) NOT NULL,
    diagnosis_code character varying(255),
    category public.medical_history_category,
    severity public.condition_severity,
    diagnosis_date timestamp with time zone,
    resolved_date timestamp with time zone,
    is_active boolean DEFAULT true,
    is_critical boolean DEFAULT false,
    requires_monitoring boolean DEFAULT false,
    treatment text,
    medication text,
    is_family_history boolean DEFAULT false,
    family_relation public.family_relation,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT medical_history_condition_not_blank_check CHECK ((btrim((condition)::text) <> ''::text)),
    CONSTRAINT medical_history_resolved_not_before_diagnosis_check CHECK ((resolved_date >= diagnosis_date))
);

ALTER TABLE ONLY public.medical_history FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.medical_history IS 'PHI: One entry of the medical history of a student or of the family. Nurses read it before they give care.';
COMMENT ON COLUMN public.medical_history.id IS 'Primary key.';
COMMENT ON COLUMN public.medical_history.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.medical_history.student_id IS 'Student whose history it is, even if the entry is about a relative.';
COMMENT ON COLUMN public.medical_history.record_type IS 'PHI: Kind of entry, from condition to family history.';
COMMENT ON COLUMN public.medical_history.condition IS 'PHI: Illness, allergen, operation or event, in the words of the source.';
COMMENT ON COLUMN public.medical_history.diagnosis_code IS 'PHI: Diagnosis code as supplied, usually ICD-10; not validated.';
COMMENT ON COLUMN public.medical_history.category IS 'PHI: Clinical class of the condition.';
COMMENT ON COLUMN public.medical_history.severity IS 'PHI: Severity of the condition, past or present.';
COMMENT ON COLUMN public.medical_history.diagnosis_date IS 'PHI: Time of the diagnosis or the event.';
COMMENT ON COLUMN public.medical_history.resolved_date IS 'PHI: Time when the condition ended. NULL if it persists or the time is unknown.';
COMMENT ON COLUMN public.medical_history.is_active IS 'PHI: TRUE while the condition persists.';
COMMENT ON COLUMN public.medical_history.is_critical IS 'PHI: TRUE if staff must know about it in an emergency.';
COMMENT ON COLUMN public.medical_history.requires_monitoring IS 'PHI: TRUE if the nurse must monitor the condition at school.';
COMMENT ON COLUMN public.medical_history.treatment IS 'PHI: Treatment of the condition, free text.';
COMMENT ON COLUMN public.medical_history.medication IS 'PHI: Drugs taken for the condition, free text; not linked to medications.';
COMMENT ON COLUMN public.medical_history.is_family_history IS 'PHI: TRUE if the entry is about a relative, not about the student.';
COMMENT ON COLUMN public.medical_history.family_relation IS 'PHI: Relative whom the entry is about. NULL if it is about the student.';
COMMENT ON COLUMN public.medical_history.notes IS 'PHI: Notes, such as the source of the entry and how certain it is.';
COMMENT ON COLUMN public.medical_history.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.medical_history.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.medical_history.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- medical_history: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.medical_history
    ADD CONSTRAINT medical_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.medical_history
    ADD CONSTRAINT medical_history_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.medical_history
    ADD CONSTRAINT medical_history_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- medical_history: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX medical_history_school_id_idx ON public.medical_history USING btree (school_id);

CREATE INDEX medical_history_school_id_student_id_critical_idx ON public.medical_history USING btree (school_id, student_id) WHERE (is_critical AND (deleted_at IS NULL));
COMMENT ON INDEX public.medical_history_school_id_student_id_critical_idx IS 'Students of a school whose history has a critical entry.';

CREATE INDEX medical_history_school_id_student_id_monitoring_idx ON public.medical_history USING btree (school_id, student_id) WHERE (requires_monitoring AND (deleted_at IS NULL));
COMMENT ON INDEX public.medical_history_school_id_student_id_monitoring_idx IS 'Students of a school whose history has an entry that requires monitoring.';

CREATE INDEX medical_history_student_id_idx ON public.medical_history USING btree (student_id);

-- ----------------------------------------------------------------------------
-- medical_history: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER medical_history_050_no_hard_delete BEFORE DELETE ON public.medical_history FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_050_no_hard_delete;
COMMENT ON TRIGGER medical_history_050_no_hard_delete ON public.medical_history IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER medical_history_050_no_truncate BEFORE TRUNCATE ON public.medical_history FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_050_no_truncate;
COMMENT ON TRIGGER medical_history_050_no_truncate ON public.medical_history IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER medical_history_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.medical_history FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_100_school_id;

CREATE TRIGGER medical_history_200_updated_at BEFORE UPDATE ON public.medical_history FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER medical_history_900_audit_delete AFTER DELETE ON public.medical_history REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medical_history();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_900_audit_delete;
COMMENT ON TRIGGER medical_history_900_audit_delete ON public.medical_history IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER medical_history_900_audit_insert AFTER INSERT ON public.medical_history REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medical_history();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_900_audit_insert;
COMMENT ON TRIGGER medical_history_900_audit_insert ON public.medical_history IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER medical_history_900_audit_key AFTER UPDATE ON public.medical_history FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_medical_history();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_900_audit_key;
COMMENT ON TRIGGER medical_history_900_audit_key ON public.medical_history IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER medical_history_900_audit_truncate AFTER TRUNCATE ON public.medical_history FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medical_history();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_900_audit_truncate;
COMMENT ON TRIGGER medical_history_900_audit_truncate ON public.medical_history IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER medical_history_900_audit_update AFTER UPDATE ON public.medical_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_medical_history();
ALTER TABLE public.medical_history ENABLE ALWAYS TRIGGER medical_history_900_audit_update;
COMMENT ON TRIGGER medical_history_900_audit_update ON public.medical_history IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- medical_history: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.medical_history ENABLE ROW LEVEL SECURITY;

CREATE POLICY medical_history_delete_trusted ON public.medical_history
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY medical_history_delete_trusted ON public.medical_history IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY medical_history_fence_admin ON public.medical_history
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY medical_history_fence_admin ON public.medical_history IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY medical_history_fence_district ON public.medical_history
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY medical_history_fence_district ON public.medical_history IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY medical_history_fence_school ON public.medical_history
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY medical_history_fence_school ON public.medical_history IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY medical_history_insert_staff ON public.medical_history
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medical_history_insert_staff ON public.medical_history IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medical_history_insert_trusted ON public.medical_history
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY medical_history_insert_trusted ON public.medical_history IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY medical_history_select_masked ON public.medical_history
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY medical_history_select_masked ON public.medical_history IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY medical_history_select_staff ON public.medical_history
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medical_history_select_staff ON public.medical_history IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medical_history_select_trusted ON public.medical_history
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY medical_history_select_trusted ON public.medical_history IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY medical_history_update_staff ON public.medical_history
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY medical_history_update_staff ON public.medical_history IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY medical_history_update_trusted ON public.medical_history
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY medical_history_update_trusted ON public.medical_history IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- medical_history: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.medical_history TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.medical_history TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(record_type),UPDATE(record_type) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(condition),UPDATE(condition) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosis_code),UPDATE(diagnosis_code) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosis_date),UPDATE(diagnosis_date) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolved_date),UPDATE(resolved_date) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_critical),UPDATE(is_critical) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires_monitoring),UPDATE(requires_monitoring) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment),UPDATE(treatment) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medication),UPDATE(medication) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_family_history),UPDATE(is_family_history) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(family_relation),UPDATE(family_relation) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.medical_history TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.medical_history
-- ----------------------------------------------------------------------------

CREATE VIEW masked.medical_history WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    record_type,
    NULL::character varying(255) AS condition,
    NULL::character varying(255) AS diagnosis_code,
    category,
    severity,
    date_trunc('year'::text, diagnosis_date) AS diagnosis_date,
    date_trunc('year'::text, resolved_date) AS resolved_date,
    is_active,
    is_critical,
    requires_monitoring,
    NULL::text AS treatment,
    NULL::text AS medication,
    is_family_history,
    family_relation,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.medical_history t;

ALTER VIEW masked.medical_history OWNER TO whitecross_masker;

COMMENT ON VIEW masked.medical_history IS 'Table medical_history with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.medical_history: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.medical_history TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.medical_history
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medical_history WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    record_type AS "recordType",
    condition,
    diagnosis_code AS "diagnosisCode",
    diagnosis_date AS "diagnosisDate",
    resolved_date AS "resolvedDate",
    is_active AS "isActive",
    severity,
    category,
    treatment,
    medication,
    notes,
    is_family_history AS "isFamilyHistory",
    family_relation AS "familyRelation",
    is_critical AS "isCritical",
    requires_monitoring AS "requiresMonitoring",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.medical_history;

COMMENT ON VIEW sequelize.medical_history IS 'Model MedicalHistory: public.medical_history with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.medical_history: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER medical_history_050_soft_delete INSTEAD OF DELETE ON sequelize.medical_history FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('medical_history');
COMMENT ON TRIGGER medical_history_050_soft_delete ON sequelize.medical_history IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.medical_history: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.medical_history TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.medical_history TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_medical_history
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_medical_history()
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
            'medical_history', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.record_type IS NOT NULL THEN '"record_type":' || to_json(n.record_type) END,
                CASE WHEN n.condition IS NOT NULL THEN '"condition":' || '"***"' END,
                CASE WHEN n.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || to_json(n.severity) END,
                CASE WHEN n.diagnosis_date IS NOT NULL THEN '"diagnosis_date":' || '"***"' END,
                CASE WHEN n.resolved_date IS NOT NULL THEN '"resolved_date":' || '"***"' END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.is_critical IS NOT NULL THEN '"is_critical":' || to_json(n.is_critical) END,
                CASE WHEN n.requires_monitoring IS NOT NULL THEN '"requires_monitoring":' || to_json(n.requires_monitoring) END,
                CASE WHEN n.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN n.medication IS NOT NULL THEN '"medication":' || '"***"' END,
                CASE WHEN n.is_family_history IS NOT NULL THEN '"is_family_history":' || to_json(n.is_family_history) END,
                CASE WHEN n.family_relation IS NOT NULL THEN '"family_relation":' || to_json(n.family_relation) END,
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
            'medical_history', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.record_type IS NOT NULL THEN '"record_type":' || to_json(o.record_type) END,
                CASE WHEN o.condition IS NOT NULL THEN '"condition":' || '"***"' END,
                CASE WHEN o.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || to_json(o.severity) END,
                CASE WHEN o.diagnosis_date IS NOT NULL THEN '"diagnosis_date":' || '"***"' END,
                CASE WHEN o.resolved_date IS NOT NULL THEN '"resolved_date":' || '"***"' END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.is_critical IS NOT NULL THEN '"is_critical":' || to_json(o.is_critical) END,
                CASE WHEN o.requires_monitoring IS NOT NULL THEN '"requires_monitoring":' || to_json(o.requires_monitoring) END,
                CASE WHEN o.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN o.medication IS NOT NULL THEN '"medication":' || '"***"' END,
                CASE WHEN o.is_family_history IS NOT NULL THEN '"is_family_history":' || to_json(o.is_family_history) END,
                CASE WHEN o.family_relation IS NOT NULL THEN '"family_relation":' || to_json(o.family_relation) END,
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
            'medical_history', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'medical_history', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(o.record_type)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' condition ' || o.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.diagnosis_date IS DISTINCT FROM n.diagnosis_date THEN '"diagnosis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_date ' || o.diagnosis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_date IS DISTINCT FROM n.resolved_date THEN '"resolved_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' resolved_date ' || o.resolved_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.is_critical IS DISTINCT FROM n.is_critical THEN '"is_critical":' || coalesce(to_json(o.is_critical)::text, 'null') END,
                CASE WHEN o.requires_monitoring IS DISTINCT FROM n.requires_monitoring THEN '"requires_monitoring":' || coalesce(to_json(o.requires_monitoring)::text, 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medication IS DISTINCT FROM n.medication THEN '"medication":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication ' || o.medication::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_family_history IS DISTINCT FROM n.is_family_history THEN '"is_family_history":' || coalesce(to_json(o.is_family_history)::text, 'null') END,
                CASE WHEN o.family_relation IS DISTINCT FROM n.family_relation THEN '"family_relation":' || coalesce(to_json(o.family_relation)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(n.record_type)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' condition ' || n.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.diagnosis_date IS DISTINCT FROM n.diagnosis_date THEN '"diagnosis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_date ' || n.diagnosis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_date IS DISTINCT FROM n.resolved_date THEN '"resolved_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' resolved_date ' || n.resolved_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.is_critical IS DISTINCT FROM n.is_critical THEN '"is_critical":' || coalesce(to_json(n.is_critical)::text, 'null') END,
                CASE WHEN o.requires_monitoring IS DISTINCT FROM n.requires_monitoring THEN '"requires_monitoring":' || coalesce(to_json(n.requires_monitoring)::text, 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medication IS DISTINCT FROM n.medication THEN '"medication":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication ' || n.medication::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_family_history IS DISTINCT FROM n.is_family_history THEN '"is_family_history":' || coalesce(to_json(n.is_family_history)::text, 'null') END,
                CASE WHEN o.family_relation IS DISTINCT FROM n.family_relation THEN '"family_relation":' || coalesce(to_json(n.family_relation)::text, 'null') END,
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
            'medical_history', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(o.record_type)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' condition ' || o.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.diagnosis_date IS DISTINCT FROM n.diagnosis_date THEN '"diagnosis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_date ' || o.diagnosis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_date IS DISTINCT FROM n.resolved_date THEN '"resolved_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' resolved_date ' || o.resolved_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.is_critical IS DISTINCT FROM n.is_critical THEN '"is_critical":' || coalesce(to_json(o.is_critical)::text, 'null') END,
                CASE WHEN o.requires_monitoring IS DISTINCT FROM n.requires_monitoring THEN '"requires_monitoring":' || coalesce(to_json(o.requires_monitoring)::text, 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medication IS DISTINCT FROM n.medication THEN '"medication":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medication ' || o.medication::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_family_history IS DISTINCT FROM n.is_family_history THEN '"is_family_history":' || coalesce(to_json(o.is_family_history)::text, 'null') END,
                CASE WHEN o.family_relation IS DISTINCT FROM n.family_relation THEN '"family_relation":' || coalesce(to_json(o.family_relation)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(n.record_type)::text, 'null') END,
                CASE WHEN o.condition IS DISTINCT FROM n.condition THEN '"condition":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' condition ' || n.condition::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.diagnosis_date IS DISTINCT FROM n.diagnosis_date THEN '"diagnosis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_date ' || n.diagnosis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_date IS DISTINCT FROM n.resolved_date THEN '"resolved_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' resolved_date ' || n.resolved_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.is_critical IS DISTINCT FROM n.is_critical THEN '"is_critical":' || coalesce(to_json(n.is_critical)::text, 'null') END,
                CASE WHEN o.requires_monitoring IS DISTINCT FROM n.requires_monitoring THEN '"requires_monitoring":' || coalesce(to_json(n.requires_monitoring)::text, 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medication IS DISTINCT FROM n.medication THEN '"medication":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medication ' || n.medication::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_family_history IS DISTINCT FROM n.is_family_history THEN '"is_family_history":' || coalesce(to_json(n.is_family_history)::text, 'null') END,
                CASE WHEN o.family_relation IS DISTINCT FROM n.family_relation THEN '"family_relation":' || coalesce(to_json(n.family_relation)::text, 'null') END,
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

COMMENT ON FUNCTION phi.audit_medical_history() IS 'Trigger: logs every change of medical_history. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_medical_history() FROM PUBLIC;
