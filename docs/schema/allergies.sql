-- Table allergies, with everything that serves it alone.
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
-- allergies
-- ----------------------------------------------------------------------------

CREATE TABLE public.allergies (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    allergen character varying(255) NOT NULL,
    allergy_type public.allergy_type DEFAULT 'OTHER'::public.allergy_type NOT NULL,
    severity public.allergy_severity NOT NULL,
    active boolean DEFAULT true,
    symptoms text,
    reactions jsonb,
    treatment text,
    emergency_protocol text,
    epi_pen_required boolean DEFAULT false,
    epi_pen_location character varying(255),
    epi_pen_expiration timestamp with time zone,
    onset_date timestamp with time zone,
    diagnosed_date timestamp with time zone,
    diagnosed_by character varying(255),
    verified boolean DEFAULT false,
    verified_by uuid,
    verification_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT allergies_allergen_not_blank_check CHECK ((btrim((allergen)::text) <> ''::text))
);

ALTER TABLE ONLY public.allergies FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.allergies IS 'PHI: One allergy of one student, with the response to a reaction. Nurses consult it before acting.';
COMMENT ON COLUMN public.allergies.id IS 'Primary key.';
COMMENT ON COLUMN public.allergies.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.allergies.student_id IS 'Student who has the allergy.';
COMMENT ON COLUMN public.allergies.health_record_id IS 'Entry of the health record that documents the allergy, if any.';
COMMENT ON COLUMN public.allergies.allergen IS 'PHI: Substance that causes the reaction, free text (peanut, bee venom).';
COMMENT ON COLUMN public.allergies.allergy_type IS 'PHI: Class of the allergen.';
COMMENT ON COLUMN public.allergies.severity IS 'PHI: Severity of the worst reaction to expect.';
COMMENT ON COLUMN public.allergies.active IS 'PHI: FALSE once the student has outgrown the allergy or it is ruled out.';
COMMENT ON COLUMN public.allergies.symptoms IS 'PHI: Symptoms of a reaction in this student.';
COMMENT ON COLUMN public.allergies.reactions IS 'PHI: Reactions observed so far; the application defines the JSON structure. NULL if none are recorded.';
COMMENT ON COLUMN public.allergies.treatment IS 'PHI: Usual treatment of a mild reaction.';
COMMENT ON COLUMN public.allergies.emergency_protocol IS 'PHI: Steps to take in a severe reaction, written for any person present.';
COMMENT ON COLUMN public.allergies.epi_pen_required IS 'PHI: Whether an epinephrine auto-injector must be within reach.';
COMMENT ON COLUMN public.allergies.epi_pen_location IS 'PHI: Place at school where the student''s injector is kept.';
COMMENT ON COLUMN public.allergies.epi_pen_expiration IS 'PHI: Expiry date printed on the injector. Replacement alerts use it.';
COMMENT ON COLUMN public.allergies.onset_date IS 'PHI: Time of the first reaction.';
COMMENT ON COLUMN public.allergies.diagnosed_date IS 'PHI: Time when a clinician diagnosed the allergy.';
COMMENT ON COLUMN public.allergies.diagnosed_by IS 'PHI: Clinician who diagnosed it, as text because clinicians outside the school have no account.';
COMMENT ON COLUMN public.allergies.verified IS 'PHI: Whether a nurse has seen medical proof of the allergy.';
COMMENT ON COLUMN public.allergies.verified_by IS 'User who saw the medical proof.';
COMMENT ON COLUMN public.allergies.verification_date IS 'PHI: Time when the medical proof was seen.';
COMMENT ON COLUMN public.allergies.notes IS 'PHI: Notes, such as cross-reactions or the parents'' wishes.';
COMMENT ON COLUMN public.allergies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.allergies.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.allergies.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.allergies.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.allergies.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- allergies: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.allergies
    ADD CONSTRAINT allergies_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- allergies: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX allergies_created_by_idx ON public.allergies USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX allergies_health_record_id_idx ON public.allergies USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX allergies_school_id_allergy_type_severity_active_idx ON public.allergies USING btree (school_id, allergy_type, severity DESC) WHERE (active AND (deleted_at IS NULL));
COMMENT ON INDEX public.allergies_school_id_allergy_type_severity_active_idx IS 'Active allergies of a school by type, the most severe first.';

CREATE INDEX allergies_school_id_epi_pen_expiration_idx ON public.allergies USING btree (school_id, epi_pen_expiration) WHERE ((epi_pen_expiration IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.allergies_school_id_epi_pen_expiration_idx IS 'Epinephrine auto-injectors of a school, the next to expire first.';

CREATE INDEX allergies_school_id_idx ON public.allergies USING btree (school_id);

CREATE INDEX allergies_school_id_student_id_life_threatening_idx ON public.allergies USING btree (school_id, student_id) WHERE (active AND (severity = 'LIFE_THREATENING'::public.allergy_severity) AND (deleted_at IS NULL));
COMMENT ON INDEX public.allergies_school_id_student_id_life_threatening_idx IS 'Students of a school with a life-threatening allergy: the list for kitchen and bus staff.';

CREATE INDEX allergies_student_id_idx ON public.allergies USING btree (student_id);

CREATE INDEX allergies_updated_by_idx ON public.allergies USING btree (updated_by) WHERE (updated_by IS NOT NULL);

CREATE INDEX allergies_verified_by_idx ON public.allergies USING btree (verified_by) WHERE (verified_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- allergies: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER allergies_050_no_hard_delete BEFORE DELETE ON public.allergies FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_050_no_hard_delete;
COMMENT ON TRIGGER allergies_050_no_hard_delete ON public.allergies IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER allergies_050_no_truncate BEFORE TRUNCATE ON public.allergies FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_050_no_truncate;
COMMENT ON TRIGGER allergies_050_no_truncate ON public.allergies IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER allergies_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.allergies FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_100_school_id;

CREATE TRIGGER allergies_200_updated_at BEFORE UPDATE ON public.allergies FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER allergies_900_audit_delete AFTER DELETE ON public.allergies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_allergies();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_900_audit_delete;
COMMENT ON TRIGGER allergies_900_audit_delete ON public.allergies IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER allergies_900_audit_insert AFTER INSERT ON public.allergies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_allergies();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_900_audit_insert;
COMMENT ON TRIGGER allergies_900_audit_insert ON public.allergies IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER allergies_900_audit_key AFTER UPDATE ON public.allergies FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_allergies();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_900_audit_key;
COMMENT ON TRIGGER allergies_900_audit_key ON public.allergies IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER allergies_900_audit_truncate AFTER TRUNCATE ON public.allergies FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_allergies();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_900_audit_truncate;
COMMENT ON TRIGGER allergies_900_audit_truncate ON public.allergies IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER allergies_900_audit_update AFTER UPDATE ON public.allergies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_allergies();
ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_900_audit_update;
COMMENT ON TRIGGER allergies_900_audit_update ON public.allergies IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- allergies: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.allergies ENABLE ROW LEVEL SECURITY;

CREATE POLICY allergies_delete_trusted ON public.allergies
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY allergies_delete_trusted ON public.allergies IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY allergies_fence_admin ON public.allergies
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY allergies_fence_admin ON public.allergies IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY allergies_fence_district ON public.allergies
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY allergies_fence_district ON public.allergies IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY allergies_fence_school ON public.allergies
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY allergies_fence_school ON public.allergies IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY allergies_insert_staff ON public.allergies
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY allergies_insert_staff ON public.allergies IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY allergies_insert_trusted ON public.allergies
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY allergies_insert_trusted ON public.allergies IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY allergies_select_masked ON public.allergies
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY allergies_select_masked ON public.allergies IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY allergies_select_staff ON public.allergies
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY allergies_select_staff ON public.allergies IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY allergies_select_trusted ON public.allergies
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY allergies_select_trusted ON public.allergies IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY allergies_update_staff ON public.allergies
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY allergies_update_staff ON public.allergies IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY allergies_update_trusted ON public.allergies
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY allergies_update_trusted ON public.allergies IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- allergies: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.allergies TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.allergies TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allergen),UPDATE(allergen) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allergy_type),UPDATE(allergy_type) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(active),UPDATE(active) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(symptoms),UPDATE(symptoms) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reactions),UPDATE(reactions) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment),UPDATE(treatment) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(emergency_protocol),UPDATE(emergency_protocol) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(epi_pen_required),UPDATE(epi_pen_required) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(epi_pen_location),UPDATE(epi_pen_location) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(epi_pen_expiration),UPDATE(epi_pen_expiration) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(onset_date),UPDATE(onset_date) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_date),UPDATE(diagnosed_date) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosed_by),UPDATE(diagnosed_by) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verified),UPDATE(verified) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verified_by),UPDATE(verified_by) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verification_date),UPDATE(verification_date) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.allergies TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.allergies
-- ----------------------------------------------------------------------------

CREATE VIEW masked.allergies WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    NULL::character varying(255) AS allergen,
    allergy_type,
    severity,
    active,
    NULL::text AS symptoms,
    NULL::jsonb AS reactions,
    NULL::text AS treatment,
    NULL::text AS emergency_protocol,
    epi_pen_required,
    NULL::character varying(255) AS epi_pen_location,
    date_trunc('year'::text, epi_pen_expiration) AS epi_pen_expiration,
    date_trunc('year'::text, onset_date) AS onset_date,
    date_trunc('year'::text, diagnosed_date) AS diagnosed_date,
    ("left"((diagnosed_by)::text, 1) || '.'::text) AS diagnosed_by,
    verified,
    verified_by,
    date_trunc('year'::text, verification_date) AS verification_date,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.allergies t;

ALTER VIEW masked.allergies OWNER TO whitecross_masker;

COMMENT ON VIEW masked.allergies IS 'Table allergies with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.allergies: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.allergies TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.allergies
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.allergies WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    allergen,
    allergy_type AS "allergyType",
    severity,
    symptoms,
    reactions,
    treatment,
    emergency_protocol AS "emergencyProtocol",
    onset_date AS "onsetDate",
    diagnosed_date AS "diagnosedDate",
    diagnosed_by AS "diagnosedBy",
    verified,
    verified_by AS "verifiedBy",
    verification_date AS "verificationDate",
    active,
    notes,
    epi_pen_required AS "epiPenRequired",
    epi_pen_location AS "epiPenLocation",
    epi_pen_expiration AS "epiPenExpiration",
    health_record_id AS "healthRecordId",
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.allergies;

COMMENT ON VIEW sequelize.allergies IS 'Model Allergy: public.allergies with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.allergies: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER allergies_050_soft_delete INSTEAD OF DELETE ON sequelize.allergies FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('allergies');
COMMENT ON TRIGGER allergies_050_soft_delete ON sequelize.allergies IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.allergies: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.allergies TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.allergies TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_allergies
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_allergies()
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
            'allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.allergen IS NOT NULL THEN '"allergen":' || '"***"' END,
                CASE WHEN n.allergy_type IS NOT NULL THEN '"allergy_type":' || to_json(n.allergy_type) END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || to_json(n.severity) END,
                CASE WHEN n.active IS NOT NULL THEN '"active":' || to_json(n.active) END,
                CASE WHEN n.symptoms IS NOT NULL THEN '"symptoms":' || '"***"' END,
                CASE WHEN n.reactions IS NOT NULL THEN '"reactions":' || '"***"' END,
                CASE WHEN n.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN n.emergency_protocol IS NOT NULL THEN '"emergency_protocol":' || '"***"' END,
                CASE WHEN n.epi_pen_required IS NOT NULL THEN '"epi_pen_required":' || to_json(n.epi_pen_required) END,
                CASE WHEN n.epi_pen_location IS NOT NULL THEN '"epi_pen_location":' || '"***"' END,
                CASE WHEN n.epi_pen_expiration IS NOT NULL THEN '"epi_pen_expiration":' || '"***"' END,
                CASE WHEN n.onset_date IS NOT NULL THEN '"onset_date":' || '"***"' END,
                CASE WHEN n.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN n.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
                CASE WHEN n.verified IS NOT NULL THEN '"verified":' || to_json(n.verified) END,
                CASE WHEN n.verified_by IS NOT NULL THEN '"verified_by":' || to_json(n.verified_by) END,
                CASE WHEN n.verification_date IS NOT NULL THEN '"verification_date":' || '"***"' END,
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
            'allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.allergen IS NOT NULL THEN '"allergen":' || '"***"' END,
                CASE WHEN o.allergy_type IS NOT NULL THEN '"allergy_type":' || to_json(o.allergy_type) END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || to_json(o.severity) END,
                CASE WHEN o.active IS NOT NULL THEN '"active":' || to_json(o.active) END,
                CASE WHEN o.symptoms IS NOT NULL THEN '"symptoms":' || '"***"' END,
                CASE WHEN o.reactions IS NOT NULL THEN '"reactions":' || '"***"' END,
                CASE WHEN o.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN o.emergency_protocol IS NOT NULL THEN '"emergency_protocol":' || '"***"' END,
                CASE WHEN o.epi_pen_required IS NOT NULL THEN '"epi_pen_required":' || to_json(o.epi_pen_required) END,
                CASE WHEN o.epi_pen_location IS NOT NULL THEN '"epi_pen_location":' || '"***"' END,
                CASE WHEN o.epi_pen_expiration IS NOT NULL THEN '"epi_pen_expiration":' || '"***"' END,
                CASE WHEN o.onset_date IS NOT NULL THEN '"onset_date":' || '"***"' END,
                CASE WHEN o.diagnosed_date IS NOT NULL THEN '"diagnosed_date":' || '"***"' END,
                CASE WHEN o.diagnosed_by IS NOT NULL THEN '"diagnosed_by":' || '"***"' END,
                CASE WHEN o.verified IS NOT NULL THEN '"verified":' || to_json(o.verified) END,
                CASE WHEN o.verified_by IS NOT NULL THEN '"verified_by":' || to_json(o.verified_by) END,
                CASE WHEN o.verification_date IS NOT NULL THEN '"verification_date":' || '"***"' END,
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
            'allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.allergen IS DISTINCT FROM n.allergen THEN '"allergen":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' allergen ' || o.allergen::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce(to_json(o.allergy_type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.active IS DISTINCT FROM n.active THEN '"active":' || coalesce(to_json(o.active)::text, 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' symptoms ' || o.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reactions ' || o.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' emergency_protocol ' || o.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_required IS DISTINCT FROM n.epi_pen_required THEN '"epi_pen_required":' || coalesce(to_json(o.epi_pen_required)::text, 'null') END,
                CASE WHEN o.epi_pen_location IS DISTINCT FROM n.epi_pen_location THEN '"epi_pen_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' epi_pen_location ' || o.epi_pen_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_expiration IS DISTINCT FROM n.epi_pen_expiration THEN '"epi_pen_expiration":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' epi_pen_expiration ' || o.epi_pen_expiration::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.onset_date IS DISTINCT FROM n.onset_date THEN '"onset_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' onset_date ' || o.onset_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(o.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(o.verified_by)::text, 'null') END,
                CASE WHEN o.verification_date IS DISTINCT FROM n.verification_date THEN '"verification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' verification_date ' || o.verification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.allergen IS DISTINCT FROM n.allergen THEN '"allergen":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' allergen ' || n.allergen::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce(to_json(n.allergy_type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.active IS DISTINCT FROM n.active THEN '"active":' || coalesce(to_json(n.active)::text, 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' symptoms ' || n.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reactions ' || n.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' emergency_protocol ' || n.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_required IS DISTINCT FROM n.epi_pen_required THEN '"epi_pen_required":' || coalesce(to_json(n.epi_pen_required)::text, 'null') END,
                CASE WHEN o.epi_pen_location IS DISTINCT FROM n.epi_pen_location THEN '"epi_pen_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' epi_pen_location ' || n.epi_pen_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_expiration IS DISTINCT FROM n.epi_pen_expiration THEN '"epi_pen_expiration":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' epi_pen_expiration ' || n.epi_pen_expiration::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.onset_date IS DISTINCT FROM n.onset_date THEN '"onset_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' onset_date ' || n.onset_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(n.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(n.verified_by)::text, 'null') END,
                CASE WHEN o.verification_date IS DISTINCT FROM n.verification_date THEN '"verification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' verification_date ' || n.verification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'allergies', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.allergen IS DISTINCT FROM n.allergen THEN '"allergen":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' allergen ' || o.allergen::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce(to_json(o.allergy_type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.active IS DISTINCT FROM n.active THEN '"active":' || coalesce(to_json(o.active)::text, 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' symptoms ' || o.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reactions ' || o.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' emergency_protocol ' || o.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_required IS DISTINCT FROM n.epi_pen_required THEN '"epi_pen_required":' || coalesce(to_json(o.epi_pen_required)::text, 'null') END,
                CASE WHEN o.epi_pen_location IS DISTINCT FROM n.epi_pen_location THEN '"epi_pen_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' epi_pen_location ' || o.epi_pen_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_expiration IS DISTINCT FROM n.epi_pen_expiration THEN '"epi_pen_expiration":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' epi_pen_expiration ' || o.epi_pen_expiration::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.onset_date IS DISTINCT FROM n.onset_date THEN '"onset_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' onset_date ' || o.onset_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_date ' || o.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosed_by ' || o.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(o.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(o.verified_by)::text, 'null') END,
                CASE WHEN o.verification_date IS DISTINCT FROM n.verification_date THEN '"verification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' verification_date ' || o.verification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.allergen IS DISTINCT FROM n.allergen THEN '"allergen":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' allergen ' || n.allergen::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.allergy_type IS DISTINCT FROM n.allergy_type THEN '"allergy_type":' || coalesce(to_json(n.allergy_type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.active IS DISTINCT FROM n.active THEN '"active":' || coalesce(to_json(n.active)::text, 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' symptoms ' || n.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reactions ' || n.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.emergency_protocol IS DISTINCT FROM n.emergency_protocol THEN '"emergency_protocol":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' emergency_protocol ' || n.emergency_protocol::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_required IS DISTINCT FROM n.epi_pen_required THEN '"epi_pen_required":' || coalesce(to_json(n.epi_pen_required)::text, 'null') END,
                CASE WHEN o.epi_pen_location IS DISTINCT FROM n.epi_pen_location THEN '"epi_pen_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' epi_pen_location ' || n.epi_pen_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.epi_pen_expiration IS DISTINCT FROM n.epi_pen_expiration THEN '"epi_pen_expiration":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' epi_pen_expiration ' || n.epi_pen_expiration::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.onset_date IS DISTINCT FROM n.onset_date THEN '"onset_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' onset_date ' || n.onset_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_date IS DISTINCT FROM n.diagnosed_date THEN '"diagnosed_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_date ' || n.diagnosed_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosed_by IS DISTINCT FROM n.diagnosed_by THEN '"diagnosed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosed_by ' || n.diagnosed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(n.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(n.verified_by)::text, 'null') END,
                CASE WHEN o.verification_date IS DISTINCT FROM n.verification_date THEN '"verification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' verification_date ' || n.verification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_allergies() IS 'Trigger: logs every change of allergies. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_allergies() FROM PUBLIC;
