-- Table phi_disclosures, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group DISCLOSURE, tenant SCHOOL, student in student_id, PHI,
--             audited, law HIPAA, retention AUDIT_LOGS
-- phi.access: ADMIN              select update masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select insert masked
-- phi.access: SCHOOL_ADMIN       select insert update masked

-- ----------------------------------------------------------------------------
-- phi_disclosures
-- ----------------------------------------------------------------------------

CREATE TABLE public.phi_disclosures (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    disclosure_type public.disclosure_type NOT NULL,
    purpose public.disclosure_purpose NOT NULL,
    method public.disclosure_method NOT NULL,
    disclosure_date timestamp with time zone NOT NULL,
    information_disclosed jsonb NOT NULL,
    minimum_necessary text NOT NULL,
    recipient_type public.disclosure_recipient_type NOT NULL,
    recipient_name character varying(255) NOT NULL,
    recipient_organization character varying(255),
    recipient_address text,
    recipient_phone character varying(50),
    recipient_email character varying(255),
    authorization_obtained boolean NOT NULL,
    authorization_date timestamp with time zone,
    authorization_expiry_date timestamp with time zone,
    patient_requested boolean NOT NULL,
    disclosed_by uuid NOT NULL,
    follow_up_required boolean DEFAULT false NOT NULL,
    follow_up_completed boolean DEFAULT false NOT NULL,
    follow_up_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT phi_disclosures_authorization_ends_after_start_check CHECK ((authorization_expiry_date >= authorization_date)),
    CONSTRAINT phi_disclosures_recipient_name_not_blank_check CHECK ((btrim((recipient_name)::text) <> ''::text))
);

ALTER TABLE ONLY public.phi_disclosures FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.phi_disclosures IS 'PHI: One disclosure of a student''s health information to a recipient outside the clinic.';
COMMENT ON COLUMN public.phi_disclosures.id IS 'Primary key.';
COMMENT ON COLUMN public.phi_disclosures.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.phi_disclosures.student_id IS 'Student whose information was disclosed.';
COMMENT ON COLUMN public.phi_disclosures.disclosure_type IS 'Legal ground of the disclosure.';
COMMENT ON COLUMN public.phi_disclosures.purpose IS 'Purpose for which the recipient needs the information.';
COMMENT ON COLUMN public.phi_disclosures.method IS 'Means by which the information was disclosed.';
COMMENT ON COLUMN public.phi_disclosures.disclosure_date IS 'PHI: Time when the information was handed over to the recipient.';
COMMENT ON COLUMN public.phi_disclosures.information_disclosed IS 'PHI: Information that was disclosed; the application defines the JSON structure.';
COMMENT ON COLUMN public.phi_disclosures.minimum_necessary IS 'PHI: Reason why less information was not enough (45 CFR 164.502(b)).';
COMMENT ON COLUMN public.phi_disclosures.recipient_type IS 'Kind of recipient, such as a healthcare provider or an insurer.';
COMMENT ON COLUMN public.phi_disclosures.recipient_name IS 'PHI: Person who received the information.';
COMMENT ON COLUMN public.phi_disclosures.recipient_organization IS 'PHI: Organization for which the recipient acts.';
COMMENT ON COLUMN public.phi_disclosures.recipient_address IS 'PHI: Postal address of the recipient; the accounting must state it if known.';
COMMENT ON COLUMN public.phi_disclosures.recipient_phone IS 'PHI: Phone number of the recipient in any format, NULL if unknown.';
COMMENT ON COLUMN public.phi_disclosures.recipient_email IS 'PHI: Email address of the recipient.';
COMMENT ON COLUMN public.phi_disclosures.authorization_obtained IS 'TRUE if the parent or student authorized the disclosure (45 CFR 164.508).';
COMMENT ON COLUMN public.phi_disclosures.authorization_date IS 'Time of the authorization, NULL if there was none.';
COMMENT ON COLUMN public.phi_disclosures.authorization_expiry_date IS 'Time when the authorization ends; not before authorization_date.';
COMMENT ON COLUMN public.phi_disclosures.patient_requested IS 'TRUE if the parent or student requested the disclosure.';
COMMENT ON COLUMN public.phi_disclosures.disclosed_by IS 'User who disclosed the information.';
COMMENT ON COLUMN public.phi_disclosures.follow_up_required IS 'TRUE if a follow-up is needed, such as the return of documents.';
COMMENT ON COLUMN public.phi_disclosures.follow_up_completed IS 'TRUE once the follow-up is done.';
COMMENT ON COLUMN public.phi_disclosures.follow_up_date IS 'Time when the follow-up is due.';
COMMENT ON COLUMN public.phi_disclosures.notes IS 'PHI: Notes on the disclosure and its follow-up, free text.';
COMMENT ON COLUMN public.phi_disclosures.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.phi_disclosures.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.phi_disclosures.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- phi_disclosures: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.phi_disclosures
    ADD CONSTRAINT phi_disclosures_id_school_id_key UNIQUE (id, school_id);

ALTER TABLE ONLY public.phi_disclosures
    ADD CONSTRAINT phi_disclosures_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.phi_disclosures
    ADD CONSTRAINT phi_disclosures_disclosed_by_fkey FOREIGN KEY (disclosed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.phi_disclosures
    ADD CONSTRAINT phi_disclosures_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.phi_disclosures
    ADD CONSTRAINT phi_disclosures_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi_disclosures: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX phi_disclosures_disclosed_by_idx ON public.phi_disclosures USING btree (disclosed_by);

CREATE INDEX phi_disclosures_school_id_disclosure_date_idx ON public.phi_disclosures USING btree (school_id, disclosure_date DESC);

CREATE INDEX phi_disclosures_school_id_follow_up_date_idx ON public.phi_disclosures USING btree (school_id, follow_up_date) WHERE (follow_up_required AND (deleted_at IS NULL));
COMMENT ON INDEX public.phi_disclosures_school_id_follow_up_date_idx IS 'Disclosures of a school that require a follow-up, the next due first.';

CREATE INDEX phi_disclosures_school_id_purpose_disclosure_date_idx ON public.phi_disclosures USING btree (school_id, purpose, disclosure_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.phi_disclosures_school_id_purpose_disclosure_date_idx IS 'Disclosures of a school for one purpose, newest first.';

CREATE INDEX phi_disclosures_student_id_disclosure_date_idx ON public.phi_disclosures USING btree (student_id, disclosure_date DESC);

-- ----------------------------------------------------------------------------
-- phi_disclosures: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER phi_disclosures_050_no_hard_delete BEFORE DELETE ON public.phi_disclosures FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_050_no_hard_delete;
COMMENT ON TRIGGER phi_disclosures_050_no_hard_delete ON public.phi_disclosures IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_050_no_truncate BEFORE TRUNCATE ON public.phi_disclosures FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_050_no_truncate;
COMMENT ON TRIGGER phi_disclosures_050_no_truncate ON public.phi_disclosures IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.phi_disclosures FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_100_school_id;

CREATE TRIGGER phi_disclosures_200_updated_at BEFORE UPDATE ON public.phi_disclosures FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER phi_disclosures_800_first_school_id AFTER UPDATE OF school_id ON public.phi_disclosures FOR EACH ROW WHEN (((old.school_id IS NULL) AND (new.school_id IS NOT NULL))) EXECUTE FUNCTION public.spread_first_school_id();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_800_first_school_id;

CREATE TRIGGER phi_disclosures_900_audit_delete AFTER DELETE ON public.phi_disclosures REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosures();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_900_audit_delete;
COMMENT ON TRIGGER phi_disclosures_900_audit_delete ON public.phi_disclosures IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_900_audit_insert AFTER INSERT ON public.phi_disclosures REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosures();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_900_audit_insert;
COMMENT ON TRIGGER phi_disclosures_900_audit_insert ON public.phi_disclosures IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_900_audit_key AFTER UPDATE ON public.phi_disclosures FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_phi_disclosures();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_900_audit_key;
COMMENT ON TRIGGER phi_disclosures_900_audit_key ON public.phi_disclosures IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_900_audit_truncate AFTER TRUNCATE ON public.phi_disclosures FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosures();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_900_audit_truncate;
COMMENT ON TRIGGER phi_disclosures_900_audit_truncate ON public.phi_disclosures IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER phi_disclosures_900_audit_update AFTER UPDATE ON public.phi_disclosures REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosures();
ALTER TABLE public.phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_900_audit_update;
COMMENT ON TRIGGER phi_disclosures_900_audit_update ON public.phi_disclosures IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- phi_disclosures: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.phi_disclosures ENABLE ROW LEVEL SECURITY;

CREATE POLICY phi_disclosures_delete_trusted ON public.phi_disclosures
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY phi_disclosures_delete_trusted ON public.phi_disclosures IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY phi_disclosures_fence_admin ON public.phi_disclosures
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY phi_disclosures_fence_admin ON public.phi_disclosures IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY phi_disclosures_fence_district ON public.phi_disclosures
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY phi_disclosures_fence_district ON public.phi_disclosures IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY phi_disclosures_fence_school ON public.phi_disclosures
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY phi_disclosures_fence_school ON public.phi_disclosures IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY phi_disclosures_insert_staff ON public.phi_disclosures
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('DISCLOSURE'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('DISCLOSURE'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY phi_disclosures_insert_staff ON public.phi_disclosures IS 'Users whom the access matrix lets INSERT in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosures_insert_trusted ON public.phi_disclosures
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY phi_disclosures_insert_trusted ON public.phi_disclosures IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY phi_disclosures_select_auditor ON public.phi_disclosures
    AS PERMISSIVE FOR SELECT TO whitecross_auditor
    USING (true);
COMMENT ON POLICY phi_disclosures_select_auditor ON public.phi_disclosures IS 'The auditor reads the whole accounting of disclosures.';

CREATE POLICY phi_disclosures_select_masked ON public.phi_disclosures
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY phi_disclosures_select_masked ON public.phi_disclosures IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY phi_disclosures_select_staff ON public.phi_disclosures
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('DISCLOSURE'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('DISCLOSURE'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY phi_disclosures_select_staff ON public.phi_disclosures IS 'Users whom the access matrix lets SELECT in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosures_select_trusted ON public.phi_disclosures
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY phi_disclosures_select_trusted ON public.phi_disclosures IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY phi_disclosures_update_staff ON public.phi_disclosures
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY phi_disclosures_update_staff ON public.phi_disclosures IS 'Users whom the access matrix lets UPDATE in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosures_update_trusted ON public.phi_disclosures
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY phi_disclosures_update_trusted ON public.phi_disclosures IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- phi_disclosures: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.phi_disclosures TO whitecross_auditor, whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.phi_disclosures TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(disclosure_type),UPDATE(disclosure_type) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(purpose),UPDATE(purpose) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(method),UPDATE(method) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(disclosure_date),UPDATE(disclosure_date) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(information_disclosed),UPDATE(information_disclosed) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(minimum_necessary),UPDATE(minimum_necessary) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_type),UPDATE(recipient_type) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_name),UPDATE(recipient_name) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_organization),UPDATE(recipient_organization) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_address),UPDATE(recipient_address) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_phone),UPDATE(recipient_phone) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_email),UPDATE(recipient_email) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(authorization_obtained),UPDATE(authorization_obtained) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(authorization_date),UPDATE(authorization_date) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(authorization_expiry_date),UPDATE(authorization_expiry_date) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(patient_requested),UPDATE(patient_requested) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(disclosed_by),UPDATE(disclosed_by) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_completed),UPDATE(follow_up_completed) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_date),UPDATE(follow_up_date) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.phi_disclosures
-- ----------------------------------------------------------------------------

CREATE VIEW masked.phi_disclosures WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    disclosure_type,
    purpose,
    method,
    date_trunc('year'::text, disclosure_date) AS disclosure_date,
    NULL::jsonb AS information_disclosed,
    NULL::text AS minimum_necessary,
    recipient_type,
    ("left"((recipient_name)::text, 1) || '.'::text) AS recipient_name,
    NULL::character varying(255) AS recipient_organization,
    NULL::text AS recipient_address,
        CASE
            WHEN (length((recipient_phone)::text) > 6) THEN ('***'::text || "right"((recipient_phone)::text, 4))
            WHEN (recipient_phone IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS recipient_phone,
        CASE
            WHEN ((recipient_email)::text ~~ '%@%'::text) THEN ('***@'::text || split_part((recipient_email)::text, '@'::text, 2))
            WHEN (recipient_email IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS recipient_email,
    authorization_obtained,
    authorization_date,
    authorization_expiry_date,
    patient_requested,
    disclosed_by,
    follow_up_required,
    follow_up_completed,
    follow_up_date,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.phi_disclosures t;

ALTER VIEW masked.phi_disclosures OWNER TO whitecross_masker;

COMMENT ON VIEW masked.phi_disclosures IS 'Table phi_disclosures with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.phi_disclosures: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.phi_disclosures
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.phi_disclosures WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    disclosure_type AS "disclosureType",
    purpose,
    method,
    disclosure_date AS "disclosureDate",
    information_disclosed AS "informationDisclosed",
    minimum_necessary AS "minimumNecessary",
    recipient_type AS "recipientType",
    recipient_name AS "recipientName",
    recipient_organization AS "recipientOrganization",
    recipient_address AS "recipientAddress",
    recipient_phone AS "recipientPhone",
    recipient_email AS "recipientEmail",
    authorization_obtained AS "authorizationObtained",
    authorization_date AS "authorizationDate",
    authorization_expiry_date AS "authorizationExpiryDate",
    patient_requested AS "patientRequested",
    disclosed_by AS "disclosedBy",
    follow_up_required AS "followUpRequired",
    follow_up_completed AS "followUpCompleted",
    follow_up_date AS "followUpDate",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.phi_disclosures
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.phi_disclosures IS 'Model PhiDisclosure: public.phi_disclosures with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.phi_disclosures: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER phi_disclosures_050_soft_delete INSTEAD OF DELETE ON sequelize.phi_disclosures FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('phi_disclosures');
COMMENT ON TRIGGER phi_disclosures_050_soft_delete ON sequelize.phi_disclosures IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.phi_disclosures: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.phi_disclosures TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.phi_disclosures TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_phi_disclosures
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_phi_disclosures()
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
            'phi_disclosures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.disclosure_type IS NOT NULL THEN '"disclosure_type":' || to_json(n.disclosure_type) END,
                CASE WHEN n.purpose IS NOT NULL THEN '"purpose":' || to_json(n.purpose) END,
                CASE WHEN n.method IS NOT NULL THEN '"method":' || to_json(n.method) END,
                CASE WHEN n.disclosure_date IS NOT NULL THEN '"disclosure_date":' || '"***"' END,
                CASE WHEN n.information_disclosed IS NOT NULL THEN '"information_disclosed":' || '"***"' END,
                CASE WHEN n.minimum_necessary IS NOT NULL THEN '"minimum_necessary":' || '"***"' END,
                CASE WHEN n.recipient_type IS NOT NULL THEN '"recipient_type":' || to_json(n.recipient_type) END,
                CASE WHEN n.recipient_name IS NOT NULL THEN '"recipient_name":' || '"***"' END,
                CASE WHEN n.recipient_organization IS NOT NULL THEN '"recipient_organization":' || '"***"' END,
                CASE WHEN n.recipient_address IS NOT NULL THEN '"recipient_address":' || '"***"' END,
                CASE WHEN n.recipient_phone IS NOT NULL THEN '"recipient_phone":' || '"***"' END,
                CASE WHEN n.recipient_email IS NOT NULL THEN '"recipient_email":' || '"***"' END,
                CASE WHEN n.authorization_obtained IS NOT NULL THEN '"authorization_obtained":' || to_json(n.authorization_obtained) END,
                CASE WHEN n.authorization_date IS NOT NULL THEN '"authorization_date":' || to_json(n.authorization_date) END,
                CASE WHEN n.authorization_expiry_date IS NOT NULL THEN '"authorization_expiry_date":' || to_json(n.authorization_expiry_date) END,
                CASE WHEN n.patient_requested IS NOT NULL THEN '"patient_requested":' || to_json(n.patient_requested) END,
                CASE WHEN n.disclosed_by IS NOT NULL THEN '"disclosed_by":' || to_json(n.disclosed_by) END,
                CASE WHEN n.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(n.follow_up_required) END,
                CASE WHEN n.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || to_json(n.follow_up_completed) END,
                CASE WHEN n.follow_up_date IS NOT NULL THEN '"follow_up_date":' || to_json(n.follow_up_date) END,
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
            'phi_disclosures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.disclosure_type IS NOT NULL THEN '"disclosure_type":' || to_json(o.disclosure_type) END,
                CASE WHEN o.purpose IS NOT NULL THEN '"purpose":' || to_json(o.purpose) END,
                CASE WHEN o.method IS NOT NULL THEN '"method":' || to_json(o.method) END,
                CASE WHEN o.disclosure_date IS NOT NULL THEN '"disclosure_date":' || '"***"' END,
                CASE WHEN o.information_disclosed IS NOT NULL THEN '"information_disclosed":' || '"***"' END,
                CASE WHEN o.minimum_necessary IS NOT NULL THEN '"minimum_necessary":' || '"***"' END,
                CASE WHEN o.recipient_type IS NOT NULL THEN '"recipient_type":' || to_json(o.recipient_type) END,
                CASE WHEN o.recipient_name IS NOT NULL THEN '"recipient_name":' || '"***"' END,
                CASE WHEN o.recipient_organization IS NOT NULL THEN '"recipient_organization":' || '"***"' END,
                CASE WHEN o.recipient_address IS NOT NULL THEN '"recipient_address":' || '"***"' END,
                CASE WHEN o.recipient_phone IS NOT NULL THEN '"recipient_phone":' || '"***"' END,
                CASE WHEN o.recipient_email IS NOT NULL THEN '"recipient_email":' || '"***"' END,
                CASE WHEN o.authorization_obtained IS NOT NULL THEN '"authorization_obtained":' || to_json(o.authorization_obtained) END,
                CASE WHEN o.authorization_date IS NOT NULL THEN '"authorization_date":' || to_json(o.authorization_date) END,
                CASE WHEN o.authorization_expiry_date IS NOT NULL THEN '"authorization_expiry_date":' || to_json(o.authorization_expiry_date) END,
                CASE WHEN o.patient_requested IS NOT NULL THEN '"patient_requested":' || to_json(o.patient_requested) END,
                CASE WHEN o.disclosed_by IS NOT NULL THEN '"disclosed_by":' || to_json(o.disclosed_by) END,
                CASE WHEN o.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(o.follow_up_required) END,
                CASE WHEN o.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || to_json(o.follow_up_completed) END,
                CASE WHEN o.follow_up_date IS NOT NULL THEN '"follow_up_date":' || to_json(o.follow_up_date) END,
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
            'phi_disclosures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'phi_disclosures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.disclosure_type IS DISTINCT FROM n.disclosure_type THEN '"disclosure_type":' || coalesce(to_json(o.disclosure_type)::text, 'null') END,
                CASE WHEN o.purpose IS DISTINCT FROM n.purpose THEN '"purpose":' || coalesce(to_json(o.purpose)::text, 'null') END,
                CASE WHEN o.method IS DISTINCT FROM n.method THEN '"method":' || coalesce(to_json(o.method)::text, 'null') END,
                CASE WHEN o.disclosure_date IS DISTINCT FROM n.disclosure_date THEN '"disclosure_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' disclosure_date ' || o.disclosure_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.information_disclosed IS DISTINCT FROM n.information_disclosed THEN '"information_disclosed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' information_disclosed ' || o.information_disclosed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minimum_necessary IS DISTINCT FROM n.minimum_necessary THEN '"minimum_necessary":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' minimum_necessary ' || o.minimum_necessary::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(o.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_name IS DISTINCT FROM n.recipient_name THEN '"recipient_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_name ' || o.recipient_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_organization IS DISTINCT FROM n.recipient_organization THEN '"recipient_organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_organization ' || o.recipient_organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_address IS DISTINCT FROM n.recipient_address THEN '"recipient_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_address ' || o.recipient_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_phone IS DISTINCT FROM n.recipient_phone THEN '"recipient_phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_phone ' || o.recipient_phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_email IS DISTINCT FROM n.recipient_email THEN '"recipient_email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_email ' || o.recipient_email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authorization_obtained IS DISTINCT FROM n.authorization_obtained THEN '"authorization_obtained":' || coalesce(to_json(o.authorization_obtained)::text, 'null') END,
                CASE WHEN o.authorization_date IS DISTINCT FROM n.authorization_date THEN '"authorization_date":' || coalesce(to_json(o.authorization_date)::text, 'null') END,
                CASE WHEN o.authorization_expiry_date IS DISTINCT FROM n.authorization_expiry_date THEN '"authorization_expiry_date":' || coalesce(to_json(o.authorization_expiry_date)::text, 'null') END,
                CASE WHEN o.patient_requested IS DISTINCT FROM n.patient_requested THEN '"patient_requested":' || coalesce(to_json(o.patient_requested)::text, 'null') END,
                CASE WHEN o.disclosed_by IS DISTINCT FROM n.disclosed_by THEN '"disclosed_by":' || coalesce(to_json(o.disclosed_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(o.follow_up_completed)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce(to_json(o.follow_up_date)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.disclosure_type IS DISTINCT FROM n.disclosure_type THEN '"disclosure_type":' || coalesce(to_json(n.disclosure_type)::text, 'null') END,
                CASE WHEN o.purpose IS DISTINCT FROM n.purpose THEN '"purpose":' || coalesce(to_json(n.purpose)::text, 'null') END,
                CASE WHEN o.method IS DISTINCT FROM n.method THEN '"method":' || coalesce(to_json(n.method)::text, 'null') END,
                CASE WHEN o.disclosure_date IS DISTINCT FROM n.disclosure_date THEN '"disclosure_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' disclosure_date ' || n.disclosure_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.information_disclosed IS DISTINCT FROM n.information_disclosed THEN '"information_disclosed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' information_disclosed ' || n.information_disclosed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minimum_necessary IS DISTINCT FROM n.minimum_necessary THEN '"minimum_necessary":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' minimum_necessary ' || n.minimum_necessary::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(n.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_name IS DISTINCT FROM n.recipient_name THEN '"recipient_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_name ' || n.recipient_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_organization IS DISTINCT FROM n.recipient_organization THEN '"recipient_organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_organization ' || n.recipient_organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_address IS DISTINCT FROM n.recipient_address THEN '"recipient_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_address ' || n.recipient_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_phone IS DISTINCT FROM n.recipient_phone THEN '"recipient_phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_phone ' || n.recipient_phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_email IS DISTINCT FROM n.recipient_email THEN '"recipient_email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_email ' || n.recipient_email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authorization_obtained IS DISTINCT FROM n.authorization_obtained THEN '"authorization_obtained":' || coalesce(to_json(n.authorization_obtained)::text, 'null') END,
                CASE WHEN o.authorization_date IS DISTINCT FROM n.authorization_date THEN '"authorization_date":' || coalesce(to_json(n.authorization_date)::text, 'null') END,
                CASE WHEN o.authorization_expiry_date IS DISTINCT FROM n.authorization_expiry_date THEN '"authorization_expiry_date":' || coalesce(to_json(n.authorization_expiry_date)::text, 'null') END,
                CASE WHEN o.patient_requested IS DISTINCT FROM n.patient_requested THEN '"patient_requested":' || coalesce(to_json(n.patient_requested)::text, 'null') END,
                CASE WHEN o.disclosed_by IS DISTINCT FROM n.disclosed_by THEN '"disclosed_by":' || coalesce(to_json(n.disclosed_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(n.follow_up_completed)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce(to_json(n.follow_up_date)::text, 'null') END,
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
            'phi_disclosures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.disclosure_type IS DISTINCT FROM n.disclosure_type THEN '"disclosure_type":' || coalesce(to_json(o.disclosure_type)::text, 'null') END,
                CASE WHEN o.purpose IS DISTINCT FROM n.purpose THEN '"purpose":' || coalesce(to_json(o.purpose)::text, 'null') END,
                CASE WHEN o.method IS DISTINCT FROM n.method THEN '"method":' || coalesce(to_json(o.method)::text, 'null') END,
                CASE WHEN o.disclosure_date IS DISTINCT FROM n.disclosure_date THEN '"disclosure_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' disclosure_date ' || o.disclosure_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.information_disclosed IS DISTINCT FROM n.information_disclosed THEN '"information_disclosed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' information_disclosed ' || o.information_disclosed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minimum_necessary IS DISTINCT FROM n.minimum_necessary THEN '"minimum_necessary":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' minimum_necessary ' || o.minimum_necessary::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(o.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_name IS DISTINCT FROM n.recipient_name THEN '"recipient_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_name ' || o.recipient_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_organization IS DISTINCT FROM n.recipient_organization THEN '"recipient_organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_organization ' || o.recipient_organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_address IS DISTINCT FROM n.recipient_address THEN '"recipient_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_address ' || o.recipient_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_phone IS DISTINCT FROM n.recipient_phone THEN '"recipient_phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_phone ' || o.recipient_phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_email IS DISTINCT FROM n.recipient_email THEN '"recipient_email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recipient_email ' || o.recipient_email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authorization_obtained IS DISTINCT FROM n.authorization_obtained THEN '"authorization_obtained":' || coalesce(to_json(o.authorization_obtained)::text, 'null') END,
                CASE WHEN o.authorization_date IS DISTINCT FROM n.authorization_date THEN '"authorization_date":' || coalesce(to_json(o.authorization_date)::text, 'null') END,
                CASE WHEN o.authorization_expiry_date IS DISTINCT FROM n.authorization_expiry_date THEN '"authorization_expiry_date":' || coalesce(to_json(o.authorization_expiry_date)::text, 'null') END,
                CASE WHEN o.patient_requested IS DISTINCT FROM n.patient_requested THEN '"patient_requested":' || coalesce(to_json(o.patient_requested)::text, 'null') END,
                CASE WHEN o.disclosed_by IS DISTINCT FROM n.disclosed_by THEN '"disclosed_by":' || coalesce(to_json(o.disclosed_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(o.follow_up_completed)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce(to_json(o.follow_up_date)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.disclosure_type IS DISTINCT FROM n.disclosure_type THEN '"disclosure_type":' || coalesce(to_json(n.disclosure_type)::text, 'null') END,
                CASE WHEN o.purpose IS DISTINCT FROM n.purpose THEN '"purpose":' || coalesce(to_json(n.purpose)::text, 'null') END,
                CASE WHEN o.method IS DISTINCT FROM n.method THEN '"method":' || coalesce(to_json(n.method)::text, 'null') END,
                CASE WHEN o.disclosure_date IS DISTINCT FROM n.disclosure_date THEN '"disclosure_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' disclosure_date ' || n.disclosure_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.information_disclosed IS DISTINCT FROM n.information_disclosed THEN '"information_disclosed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' information_disclosed ' || n.information_disclosed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minimum_necessary IS DISTINCT FROM n.minimum_necessary THEN '"minimum_necessary":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' minimum_necessary ' || n.minimum_necessary::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_type IS DISTINCT FROM n.recipient_type THEN '"recipient_type":' || coalesce(to_json(n.recipient_type)::text, 'null') END,
                CASE WHEN o.recipient_name IS DISTINCT FROM n.recipient_name THEN '"recipient_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_name ' || n.recipient_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_organization IS DISTINCT FROM n.recipient_organization THEN '"recipient_organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_organization ' || n.recipient_organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_address IS DISTINCT FROM n.recipient_address THEN '"recipient_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_address ' || n.recipient_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_phone IS DISTINCT FROM n.recipient_phone THEN '"recipient_phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_phone ' || n.recipient_phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recipient_email IS DISTINCT FROM n.recipient_email THEN '"recipient_email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recipient_email ' || n.recipient_email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.authorization_obtained IS DISTINCT FROM n.authorization_obtained THEN '"authorization_obtained":' || coalesce(to_json(n.authorization_obtained)::text, 'null') END,
                CASE WHEN o.authorization_date IS DISTINCT FROM n.authorization_date THEN '"authorization_date":' || coalesce(to_json(n.authorization_date)::text, 'null') END,
                CASE WHEN o.authorization_expiry_date IS DISTINCT FROM n.authorization_expiry_date THEN '"authorization_expiry_date":' || coalesce(to_json(n.authorization_expiry_date)::text, 'null') END,
                CASE WHEN o.patient_requested IS DISTINCT FROM n.patient_requested THEN '"patient_requested":' || coalesce(to_json(n.patient_requested)::text, 'null') END,
                CASE WHEN o.disclosed_by IS DISTINCT FROM n.disclosed_by THEN '"disclosed_by":' || coalesce(to_json(n.disclosed_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(n.follow_up_completed)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce(to_json(n.follow_up_date)::text, 'null') END,
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

COMMENT ON FUNCTION phi.audit_phi_disclosures() IS 'Trigger: logs every change of phi_disclosures. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_phi_disclosures() FROM PUBLIC;
