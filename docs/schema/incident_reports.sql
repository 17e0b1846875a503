-- Table incident_reports, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group INCIDENT, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention INCIDENT_REPORTS
-- phi.access: ADMIN              select masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

CREATE TABLE public.incident_reports (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    reported_by_id uuid NOT NULL,
    type public.incident_type NOT NULL,
    severity public.severity_level NOT NULL,
    description text,
    location character varying(255) NOT NULL,
    witnesses character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    actions_taken text NOT NULL,
    parent_notified boolean DEFAULT false,
    parent_notification_method character varying(255),
    parent_notified_at timestamp with time zone,
    parent_notified_by uuid,
    follow_up_required boolean DEFAULT false,
    follow_up_notes text,
    attachments character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    evidence_photos character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    evidence_videos character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    insurance_claim_number character varying(255),
    insurance_claim_status public.insurance_claim_status,
    legal_compliance_status public.legal_compliance_status DEFAULT 'PENDING'::public.legal_compliance_status NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    description_encrypted bytea,
    CONSTRAINT incident_reports_description_in_one_form_check CHECK (((description IS NOT NULL) OR (description_encrypted IS NOT NULL)))
);

ALTER TABLE ONLY public.incident_reports FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.incident_reports IS 'PHI: One injury, illness or other incident of a student. Nurses write it, administrators follow it up.';
COMMENT ON COLUMN public.incident_reports.id IS 'Primary key.';
COMMENT ON COLUMN public.incident_reports.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.incident_reports.student_id IS 'Student who was involved in the incident.';
COMMENT ON COLUMN public.incident_reports.reported_by_id IS 'Staff member who reported the incident.';
COMMENT ON COLUMN public.incident_reports.type IS 'PHI: Kind of incident, such as injury or medication error.';
COMMENT ON COLUMN public.incident_reports.severity IS 'PHI: Severity as the reporter judged it.';
COMMENT ON COLUMN public.incident_reports.description IS 'PHI: Course of events in the reporter''s own words.';
COMMENT ON COLUMN public.incident_reports.location IS 'PHI: Place at or near the school, free text.';
COMMENT ON COLUMN public.incident_reports.witnesses IS 'PHI: Names of the witnesses, empty if there were none.';
COMMENT ON COLUMN public.incident_reports.actions_taken IS 'PHI: First aid and other measures taken on the spot.';
COMMENT ON COLUMN public.incident_reports.parent_notified IS 'Whether a parent or guardian has been told.';
COMMENT ON COLUMN public.incident_reports.parent_notification_method IS 'Means by which the parent was told (phone, email), free text.';
COMMENT ON COLUMN public.incident_reports.parent_notified_at IS 'Time when the parent or guardian was told, NULL before.';
COMMENT ON COLUMN public.incident_reports.parent_notified_by IS 'Staff member who told the parent or guardian.';
COMMENT ON COLUMN public.incident_reports.follow_up_required IS 'Whether work remains to be done; follow_up_actions lists it.';
COMMENT ON COLUMN public.incident_reports.follow_up_notes IS 'PHI: Notes on the remaining work and its results.';
COMMENT ON COLUMN public.incident_reports.attachments IS 'PHI: Locations of scanned forms and other documents.';
COMMENT ON COLUMN public.incident_reports.evidence_photos IS 'PHI: Locations of photographs of the injury or the scene.';
COMMENT ON COLUMN public.incident_reports.evidence_videos IS 'PHI: Locations of video recordings.';
COMMENT ON COLUMN public.incident_reports.insurance_claim_number IS 'PHI: Claim number assigned by the insurer.';
COMMENT ON COLUMN public.incident_reports.insurance_claim_status IS 'Progress of the claim with the insurer.';
COMMENT ON COLUMN public.incident_reports.legal_compliance_status IS 'State of the duties to report the incident to authorities.';
COMMENT ON COLUMN public.incident_reports.occurred_at IS 'PHI: Time of the incident, not of the report.';
COMMENT ON COLUMN public.incident_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.incident_reports.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.incident_reports.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.incident_reports.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.incident_reports.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.incident_reports.description_encrypted IS 'PHI: Ciphertext of description (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- incident_reports: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_id_school_id_key UNIQUE (id, school_id);

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_parent_notified_by_fkey FOREIGN KEY (parent_notified_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_reported_by_id_fkey FOREIGN KEY (reported_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.incident_reports
    ADD CONSTRAINT incident_reports_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- incident_reports: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX incident_reports_created_by_idx ON public.incident_reports USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX incident_reports_parent_notified_by_idx ON public.incident_reports USING btree (parent_notified_by) WHERE (parent_notified_by IS NOT NULL);

CREATE INDEX incident_reports_reported_by_id_idx ON public.incident_reports USING btree (reported_by_id);

CREATE INDEX incident_reports_reported_by_id_occurred_at_idx ON public.incident_reports USING btree (reported_by_id, occurred_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.incident_reports_reported_by_id_occurred_at_idx IS 'Incidents reported by one user, newest first.';

CREATE INDEX incident_reports_school_id_occurred_at_critical_idx ON public.incident_reports USING btree (school_id, occurred_at DESC) WHERE ((severity = ANY (ARRAY['HIGH'::public.severity_level, 'CRITICAL'::public.severity_level])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.incident_reports_school_id_occurred_at_critical_idx IS 'Incidents of a school with high or critical severity, newest first.';

CREATE INDEX incident_reports_school_id_occurred_at_follow_up_idx ON public.incident_reports USING btree (school_id, occurred_at) WHERE (follow_up_required AND (deleted_at IS NULL));
COMMENT ON INDEX public.incident_reports_school_id_occurred_at_follow_up_idx IS 'Incidents of a school that require a follow-up, the oldest first.';

CREATE INDEX incident_reports_school_id_occurred_at_idx ON public.incident_reports USING btree (school_id, occurred_at DESC);

CREATE INDEX incident_reports_school_id_type_severity_occurred_at_idx ON public.incident_reports USING btree (school_id, type, severity, occurred_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.incident_reports_school_id_type_severity_occurred_at_idx IS 'Incidents of a school filtered by type and severity, newest first.';

CREATE INDEX incident_reports_student_id_occurred_at_idx ON public.incident_reports USING btree (student_id, occurred_at DESC);

CREATE INDEX incident_reports_updated_by_idx ON public.incident_reports USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- incident_reports: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER incident_reports_050_no_hard_delete BEFORE DELETE ON public.incident_reports FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_050_no_hard_delete;
COMMENT ON TRIGGER incident_reports_050_no_hard_delete ON public.incident_reports IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER incident_reports_050_no_truncate BEFORE TRUNCATE ON public.incident_reports FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_050_no_truncate;
COMMENT ON TRIGGER incident_reports_050_no_truncate ON public.incident_reports IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER incident_reports_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.incident_reports FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_100_school_id;

CREATE TRIGGER incident_reports_200_updated_at BEFORE UPDATE ON public.incident_reports FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER incident_reports_300_ciphertext BEFORE INSERT OR UPDATE OF id, description, description_encrypted ON public.incident_reports FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_incident_reports();
COMMENT ON TRIGGER incident_reports_300_ciphertext ON public.incident_reports IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER incident_reports_800_first_school_id AFTER UPDATE OF school_id ON public.incident_reports FOR EACH ROW WHEN (((old.school_id IS NULL) AND (new.school_id IS NOT NULL))) EXECUTE FUNCTION public.spread_first_school_id();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_800_first_school_id;

CREATE TRIGGER incident_reports_900_audit_delete AFTER DELETE ON public.incident_reports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_incident_reports();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_900_audit_delete;
COMMENT ON TRIGGER incident_reports_900_audit_delete ON public.incident_reports IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER incident_reports_900_audit_insert AFTER INSERT ON public.incident_reports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_incident_reports();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_900_audit_insert;
COMMENT ON TRIGGER incident_reports_900_audit_insert ON public.incident_reports IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER incident_reports_900_audit_key AFTER UPDATE ON public.incident_reports FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_incident_reports();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_900_audit_key;
COMMENT ON TRIGGER incident_reports_900_audit_key ON public.incident_reports IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER incident_reports_900_audit_truncate AFTER TRUNCATE ON public.incident_reports FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_incident_reports();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_900_audit_truncate;
COMMENT ON TRIGGER incident_reports_900_audit_truncate ON public.incident_reports IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER incident_reports_900_audit_update AFTER UPDATE ON public.incident_reports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_incident_reports();
ALTER TABLE public.incident_reports ENABLE ALWAYS TRIGGER incident_reports_900_audit_update;
COMMENT ON TRIGGER incident_reports_900_audit_update ON public.incident_reports IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- incident_reports: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.incident_reports ENABLE ROW LEVEL SECURITY;

CREATE POLICY incident_reports_delete_trusted ON public.incident_reports
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY incident_reports_delete_trusted ON public.incident_reports IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY incident_reports_fence_admin ON public.incident_reports
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY incident_reports_fence_admin ON public.incident_reports IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY incident_reports_fence_district ON public.incident_reports
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY incident_reports_fence_district ON public.incident_reports IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY incident_reports_fence_school ON public.incident_reports
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY incident_reports_fence_school ON public.incident_reports IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY incident_reports_insert_staff ON public.incident_reports
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('INCIDENT'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('INCIDENT'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY incident_reports_insert_staff ON public.incident_reports IS 'Users whom the access matrix lets INSERT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY incident_reports_insert_trusted ON public.incident_reports
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY incident_reports_insert_trusted ON public.incident_reports IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY incident_reports_select_masked ON public.incident_reports
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY incident_reports_select_masked ON public.incident_reports IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY incident_reports_select_staff ON public.incident_reports
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('INCIDENT'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('INCIDENT'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY incident_reports_select_staff ON public.incident_reports IS 'Users whom the access matrix lets SELECT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY incident_reports_select_trusted ON public.incident_reports
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY incident_reports_select_trusted ON public.incident_reports IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY incident_reports_update_staff ON public.incident_reports
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY incident_reports_update_staff ON public.incident_reports IS 'Users whom the access matrix lets UPDATE in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY incident_reports_update_trusted ON public.incident_reports
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY incident_reports_update_trusted ON public.incident_reports IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- incident_reports: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.incident_reports TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.incident_reports TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.incident_reports TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.incident_reports TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reported_by_id),UPDATE(reported_by_id) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(location),UPDATE(location) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(witnesses),UPDATE(witnesses) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(actions_taken),UPDATE(actions_taken) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notified),UPDATE(parent_notified) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notification_method),UPDATE(parent_notification_method) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notified_at),UPDATE(parent_notified_at) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notified_by),UPDATE(parent_notified_by) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_notes),UPDATE(follow_up_notes) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attachments),UPDATE(attachments) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(evidence_photos),UPDATE(evidence_photos) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(evidence_videos),UPDATE(evidence_videos) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(insurance_claim_number),UPDATE(insurance_claim_number) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(insurance_claim_status),UPDATE(insurance_claim_status) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(legal_compliance_status),UPDATE(legal_compliance_status) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(occurred_at),UPDATE(occurred_at) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description_encrypted),UPDATE(description_encrypted) ON TABLE public.incident_reports TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.incident_reports
-- ----------------------------------------------------------------------------

CREATE VIEW masked.incident_reports WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    reported_by_id,
    type,
    severity,
    NULL::text AS description,
    NULL::character varying(255) AS location,
    NULL::character varying(255)[] AS witnesses,
    NULL::text AS actions_taken,
    parent_notified,
    NULL::character varying(255) AS parent_notification_method,
    date_trunc('year'::text, parent_notified_at) AS parent_notified_at,
    parent_notified_by,
    follow_up_required,
    NULL::text AS follow_up_notes,
    NULL::character varying(255)[] AS attachments,
    NULL::character varying(255)[] AS evidence_photos,
    NULL::character varying(255)[] AS evidence_videos,
        CASE
            WHEN (length((insurance_claim_number)::text) > 6) THEN ('***'::text || "right"((insurance_claim_number)::text, 4))
            WHEN (insurance_claim_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS insurance_claim_number,
    insurance_claim_status,
    legal_compliance_status,
    date_trunc('year'::text, occurred_at) AS occurred_at,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    NULL::bytea AS description_encrypted
   FROM public.incident_reports t;

ALTER VIEW masked.incident_reports OWNER TO whitecross_masker;

COMMENT ON VIEW masked.incident_reports IS 'Table incident_reports with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.incident_reports: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.incident_reports TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.incident_reports
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.incident_reports WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    reported_by_id AS "reportedById",
    type,
    severity,
    description,
    location,
    witnesses,
    actions_taken AS "actionsTaken",
    parent_notified AS "parentNotified",
    parent_notification_method AS "parentNotificationMethod",
    parent_notified_at AS "parentNotifiedAt",
    parent_notified_by AS "parentNotifiedBy",
    follow_up_required AS "followUpRequired",
    follow_up_notes AS "followUpNotes",
    attachments,
    evidence_photos AS "evidencePhotos",
    evidence_videos AS "evidenceVideos",
    insurance_claim_number AS "insuranceClaimNumber",
    insurance_claim_status AS "insuranceClaimStatus",
    legal_compliance_status AS "legalComplianceStatus",
    occurred_at AS "occurredAt",
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt",
    school_id AS "schoolId"
   FROM public.incident_reports;

COMMENT ON VIEW sequelize.incident_reports IS 'Model IncidentReport: public.incident_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.incident_reports: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER incident_reports_050_soft_delete INSTEAD OF DELETE ON sequelize.incident_reports FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('incident_reports');
COMMENT ON TRIGGER incident_reports_050_soft_delete ON sequelize.incident_reports IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.incident_reports: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.incident_reports TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.incident_reports TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_incident_reports
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_incident_reports()
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
            'incident_reports', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.reported_by_id IS NOT NULL THEN '"reported_by_id":' || to_json(n.reported_by_id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || to_json(n.severity) END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN n.location IS NOT NULL THEN '"location":' || '"***"' END,
                CASE WHEN n.witnesses IS NOT NULL THEN '"witnesses":' || '"***"' END,
                CASE WHEN n.actions_taken IS NOT NULL THEN '"actions_taken":' || '"***"' END,
                CASE WHEN n.parent_notified IS NOT NULL THEN '"parent_notified":' || to_json(n.parent_notified) END,
                CASE WHEN n.parent_notification_method IS NOT NULL THEN '"parent_notification_method":' || '"***"' END,
                CASE WHEN n.parent_notified_at IS NOT NULL THEN '"parent_notified_at":' || '"***"' END,
                CASE WHEN n.parent_notified_by IS NOT NULL THEN '"parent_notified_by":' || to_json(n.parent_notified_by) END,
                CASE WHEN n.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(n.follow_up_required) END,
                CASE WHEN n.follow_up_notes IS NOT NULL THEN '"follow_up_notes":' || '"***"' END,
                CASE WHEN n.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN n.evidence_photos IS NOT NULL THEN '"evidence_photos":' || '"***"' END,
                CASE WHEN n.evidence_videos IS NOT NULL THEN '"evidence_videos":' || '"***"' END,
                CASE WHEN n.insurance_claim_number IS NOT NULL THEN '"insurance_claim_number":' || '"***"' END,
                CASE WHEN n.insurance_claim_status IS NOT NULL THEN '"insurance_claim_status":' || to_json(n.insurance_claim_status) END,
                CASE WHEN n.legal_compliance_status IS NOT NULL THEN '"legal_compliance_status":' || to_json(n.legal_compliance_status) END,
                CASE WHEN n.occurred_at IS NOT NULL THEN '"occurred_at":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.description_encrypted IS NOT NULL THEN '"description_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'incident_reports', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.reported_by_id IS NOT NULL THEN '"reported_by_id":' || to_json(o.reported_by_id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || to_json(o.severity) END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN o.location IS NOT NULL THEN '"location":' || '"***"' END,
                CASE WHEN o.witnesses IS NOT NULL THEN '"witnesses":' || '"***"' END,
                CASE WHEN o.actions_taken IS NOT NULL THEN '"actions_taken":' || '"***"' END,
                CASE WHEN o.parent_notified IS NOT NULL THEN '"parent_notified":' || to_json(o.parent_notified) END,
                CASE WHEN o.parent_notification_method IS NOT NULL THEN '"parent_notification_method":' || '"***"' END,
                CASE WHEN o.parent_notified_at IS NOT NULL THEN '"parent_notified_at":' || '"***"' END,
                CASE WHEN o.parent_notified_by IS NOT NULL THEN '"parent_notified_by":' || to_json(o.parent_notified_by) END,
                CASE WHEN o.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(o.follow_up_required) END,
                CASE WHEN o.follow_up_notes IS NOT NULL THEN '"follow_up_notes":' || '"***"' END,
                CASE WHEN o.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN o.evidence_photos IS NOT NULL THEN '"evidence_photos":' || '"***"' END,
                CASE WHEN o.evidence_videos IS NOT NULL THEN '"evidence_videos":' || '"***"' END,
                CASE WHEN o.insurance_claim_number IS NOT NULL THEN '"insurance_claim_number":' || '"***"' END,
                CASE WHEN o.insurance_claim_status IS NOT NULL THEN '"insurance_claim_status":' || to_json(o.insurance_claim_status) END,
                CASE WHEN o.legal_compliance_status IS NOT NULL THEN '"legal_compliance_status":' || to_json(o.legal_compliance_status) END,
                CASE WHEN o.occurred_at IS NOT NULL THEN '"occurred_at":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.description_encrypted IS NOT NULL THEN '"description_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'incident_reports', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'incident_reports', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.reported_by_id IS DISTINCT FROM n.reported_by_id THEN '"reported_by_id":' || coalesce(to_json(o.reported_by_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.location IS DISTINCT FROM n.location THEN '"location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' location ' || o.location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witnesses IS DISTINCT FROM n.witnesses THEN '"witnesses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witnesses ' || o.witnesses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions_taken IS DISTINCT FROM n.actions_taken THEN '"actions_taken":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' actions_taken ' || o.actions_taken::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce(to_json(o.parent_notified)::text, 'null') END,
                CASE WHEN o.parent_notification_method IS DISTINCT FROM n.parent_notification_method THEN '"parent_notification_method":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notification_method ' || o.parent_notification_method::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_at IS DISTINCT FROM n.parent_notified_at THEN '"parent_notified_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notified_at ' || o.parent_notified_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_by IS DISTINCT FROM n.parent_notified_by THEN '"parent_notified_by":' || coalesce(to_json(o.parent_notified_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_notes IS DISTINCT FROM n.follow_up_notes THEN '"follow_up_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_notes ' || o.follow_up_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_photos IS DISTINCT FROM n.evidence_photos THEN '"evidence_photos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' evidence_photos ' || o.evidence_photos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_videos IS DISTINCT FROM n.evidence_videos THEN '"evidence_videos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' evidence_videos ' || o.evidence_videos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_number IS DISTINCT FROM n.insurance_claim_number THEN '"insurance_claim_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' insurance_claim_number ' || o.insurance_claim_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_status IS DISTINCT FROM n.insurance_claim_status THEN '"insurance_claim_status":' || coalesce(to_json(o.insurance_claim_status)::text, 'null') END,
                CASE WHEN o.legal_compliance_status IS DISTINCT FROM n.legal_compliance_status THEN '"legal_compliance_status":' || coalesce(to_json(o.legal_compliance_status)::text, 'null') END,
                CASE WHEN o.occurred_at IS DISTINCT FROM n.occurred_at THEN '"occurred_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' occurred_at ' || o.occurred_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN o.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.reported_by_id IS DISTINCT FROM n.reported_by_id THEN '"reported_by_id":' || coalesce(to_json(n.reported_by_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.location IS DISTINCT FROM n.location THEN '"location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' location ' || n.location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witnesses IS DISTINCT FROM n.witnesses THEN '"witnesses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witnesses ' || n.witnesses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions_taken IS DISTINCT FROM n.actions_taken THEN '"actions_taken":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' actions_taken ' || n.actions_taken::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce(to_json(n.parent_notified)::text, 'null') END,
                CASE WHEN o.parent_notification_method IS DISTINCT FROM n.parent_notification_method THEN '"parent_notification_method":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notification_method ' || n.parent_notification_method::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_at IS DISTINCT FROM n.parent_notified_at THEN '"parent_notified_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notified_at ' || n.parent_notified_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_by IS DISTINCT FROM n.parent_notified_by THEN '"parent_notified_by":' || coalesce(to_json(n.parent_notified_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_notes IS DISTINCT FROM n.follow_up_notes THEN '"follow_up_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_notes ' || n.follow_up_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_photos IS DISTINCT FROM n.evidence_photos THEN '"evidence_photos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' evidence_photos ' || n.evidence_photos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_videos IS DISTINCT FROM n.evidence_videos THEN '"evidence_videos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' evidence_videos ' || n.evidence_videos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_number IS DISTINCT FROM n.insurance_claim_number THEN '"insurance_claim_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' insurance_claim_number ' || n.insurance_claim_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_status IS DISTINCT FROM n.insurance_claim_status THEN '"insurance_claim_status":' || coalesce(to_json(n.insurance_claim_status)::text, 'null') END,
                CASE WHEN o.legal_compliance_status IS DISTINCT FROM n.legal_compliance_status THEN '"legal_compliance_status":' || coalesce(to_json(n.legal_compliance_status)::text, 'null') END,
                CASE WHEN o.occurred_at IS DISTINCT FROM n.occurred_at THEN '"occurred_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' occurred_at ' || n.occurred_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN n.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'incident_reports', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.reported_by_id IS DISTINCT FROM n.reported_by_id THEN '"reported_by_id":' || coalesce(to_json(o.reported_by_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.location IS DISTINCT FROM n.location THEN '"location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' location ' || o.location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witnesses IS DISTINCT FROM n.witnesses THEN '"witnesses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witnesses ' || o.witnesses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions_taken IS DISTINCT FROM n.actions_taken THEN '"actions_taken":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' actions_taken ' || o.actions_taken::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce(to_json(o.parent_notified)::text, 'null') END,
                CASE WHEN o.parent_notification_method IS DISTINCT FROM n.parent_notification_method THEN '"parent_notification_method":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notification_method ' || o.parent_notification_method::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_at IS DISTINCT FROM n.parent_notified_at THEN '"parent_notified_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notified_at ' || o.parent_notified_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_by IS DISTINCT FROM n.parent_notified_by THEN '"parent_notified_by":' || coalesce(to_json(o.parent_notified_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_notes IS DISTINCT FROM n.follow_up_notes THEN '"follow_up_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_notes ' || o.follow_up_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_photos IS DISTINCT FROM n.evidence_photos THEN '"evidence_photos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' evidence_photos ' || o.evidence_photos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_videos IS DISTINCT FROM n.evidence_videos THEN '"evidence_videos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' evidence_videos ' || o.evidence_videos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_number IS DISTINCT FROM n.insurance_claim_number THEN '"insurance_claim_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' insurance_claim_number ' || o.insurance_claim_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_status IS DISTINCT FROM n.insurance_claim_status THEN '"insurance_claim_status":' || coalesce(to_json(o.insurance_claim_status)::text, 'null') END,
                CASE WHEN o.legal_compliance_status IS DISTINCT FROM n.legal_compliance_status THEN '"legal_compliance_status":' || coalesce(to_json(o.legal_compliance_status)::text, 'null') END,
                CASE WHEN o.occurred_at IS DISTINCT FROM n.occurred_at THEN '"occurred_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' occurred_at ' || o.occurred_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN o.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.reported_by_id IS DISTINCT FROM n.reported_by_id THEN '"reported_by_id":' || coalesce(to_json(n.reported_by_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.location IS DISTINCT FROM n.location THEN '"location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' location ' || n.location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witnesses IS DISTINCT FROM n.witnesses THEN '"witnesses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witnesses ' || n.witnesses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.actions_taken IS DISTINCT FROM n.actions_taken THEN '"actions_taken":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' actions_taken ' || n.actions_taken::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce(to_json(n.parent_notified)::text, 'null') END,
                CASE WHEN o.parent_notification_method IS DISTINCT FROM n.parent_notification_method THEN '"parent_notification_method":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notification_method ' || n.parent_notification_method::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_at IS DISTINCT FROM n.parent_notified_at THEN '"parent_notified_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notified_at ' || n.parent_notified_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified_by IS DISTINCT FROM n.parent_notified_by THEN '"parent_notified_by":' || coalesce(to_json(n.parent_notified_by)::text, 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_notes IS DISTINCT FROM n.follow_up_notes THEN '"follow_up_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_notes ' || n.follow_up_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_photos IS DISTINCT FROM n.evidence_photos THEN '"evidence_photos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' evidence_photos ' || n.evidence_photos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.evidence_videos IS DISTINCT FROM n.evidence_videos THEN '"evidence_videos":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' evidence_videos ' || n.evidence_videos::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_number IS DISTINCT FROM n.insurance_claim_number THEN '"insurance_claim_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' insurance_claim_number ' || n.insurance_claim_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.insurance_claim_status IS DISTINCT FROM n.insurance_claim_status THEN '"insurance_claim_status":' || coalesce(to_json(n.insurance_claim_status)::text, 'null') END,
                CASE WHEN o.legal_compliance_status IS DISTINCT FROM n.legal_compliance_status THEN '"legal_compliance_status":' || coalesce(to_json(n.legal_compliance_status)::text, 'null') END,
                CASE WHEN o.occurred_at IS DISTINCT FROM n.occurred_at THEN '"occurred_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' occurred_at ' || n.occurred_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN n.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_incident_reports() IS 'Trigger: logs every change of incident_reports. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_incident_reports() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_incident_reports
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_incident_reports()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.description IS NOT NULL THEN
            NEW.description_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.description IS DISTINCT FROM OLD.description
                AND (
                    OLD.description IS NOT NULL OR OLD.description_encrypted IS NULL OR NEW.description_encrypted IS NOT NULL
                )
            )
            OR (NEW.description IS NULL AND OLD.description_encrypted IS NOT NULL AND NEW.description_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.description IS DISTINCT FROM OLD.description
                AND (NEW.description IS NOT NULL OR NEW.description_encrypted IS NOT DISTINCT FROM OLD.description_encrypted)
            )
            OR (NEW.description IS NOT NULL AND NEW.description_encrypted IS DISTINCT FROM OLD.description_encrypted)
        THEN
            NEW.description_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_incident_reports() IS 'Trigger: clears the ciphertext of every value that changes in incident_reports. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_incident_reports() FROM PUBLIC;
