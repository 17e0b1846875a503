-- Table consent_signatures, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group IDENTITY, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention CONSENT_FORMS
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- consent_signatures
-- ----------------------------------------------------------------------------

CREATE TABLE public.consent_signatures (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    consent_form_id uuid NOT NULL,
    signed_by character varying(255) NOT NULL,
    relationship character varying(100) NOT NULL,
    signature_data text,
    ip_address character varying(45),
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying(255),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT consent_signatures_signed_by_not_blank_check CHECK ((btrim((signed_by)::text) <> ''::text)),
    CONSTRAINT consent_signatures_withdrawn_after_signed_check CHECK ((withdrawn_at >= signed_at))
);

ALTER TABLE ONLY public.consent_signatures FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.consent_signatures IS 'PHI: Consent of a parent or guardian for one student under one form, including its withdrawal. Nurses check it before they act.';
COMMENT ON COLUMN public.consent_signatures.id IS 'Primary key.';
COMMENT ON COLUMN public.consent_signatures.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.consent_signatures.student_id IS 'Student the consent is about.';
COMMENT ON COLUMN public.consent_signatures.consent_form_id IS 'Form, and thereby the exact text, that was signed.';
COMMENT ON COLUMN public.consent_signatures.signed_by IS 'PHI: Name of the parent or guardian who signed, free text.';
COMMENT ON COLUMN public.consent_signatures.relationship IS 'Relationship of the signer to the student (mother, legal guardian), free text.';
COMMENT ON COLUMN public.consent_signatures.signature_data IS 'PHI: Captured signature as the client sent it; the application chooses the encoding.';
COMMENT ON COLUMN public.consent_signatures.ip_address IS 'PHI: IPv4 or IPv6 address from which the signature was sent, as text.';
COMMENT ON COLUMN public.consent_signatures.signed_at IS 'Time when the parent or guardian gave consent; the time of entry by default.';
COMMENT ON COLUMN public.consent_signatures.withdrawn_at IS 'Time when consent was withdrawn, NULL while it is valid.';
COMMENT ON COLUMN public.consent_signatures.withdrawn_by IS 'PHI: Name of the person who withdrew consent, free text.';
COMMENT ON COLUMN public.consent_signatures.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.consent_signatures.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.consent_signatures.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- consent_signatures: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.consent_signatures
    ADD CONSTRAINT consent_signatures_consent_form_id_student_id_key UNIQUE (consent_form_id, student_id);

ALTER TABLE ONLY public.consent_signatures
    ADD CONSTRAINT consent_signatures_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_signatures
    ADD CONSTRAINT consent_signatures_consent_form_id_fkey FOREIGN KEY (consent_form_id) REFERENCES public.consent_forms(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.consent_signatures
    ADD CONSTRAINT consent_signatures_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.consent_signatures
    ADD CONSTRAINT consent_signatures_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- consent_signatures: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX consent_signatures_school_id_signed_at_idx ON public.consent_signatures USING btree (school_id, signed_at DESC);

CREATE INDEX consent_signatures_student_id_signed_at_idx ON public.consent_signatures USING btree (student_id, signed_at DESC);

-- ----------------------------------------------------------------------------
-- consent_signatures: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER consent_signatures_050_no_hard_delete BEFORE DELETE ON public.consent_signatures FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_050_no_hard_delete;
COMMENT ON TRIGGER consent_signatures_050_no_hard_delete ON public.consent_signatures IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER consent_signatures_050_no_truncate BEFORE TRUNCATE ON public.consent_signatures FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_050_no_truncate;
COMMENT ON TRIGGER consent_signatures_050_no_truncate ON public.consent_signatures IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER consent_signatures_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.consent_signatures FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_100_school_id;

CREATE TRIGGER consent_signatures_200_updated_at BEFORE UPDATE ON public.consent_signatures FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER consent_signatures_900_audit_delete AFTER DELETE ON public.consent_signatures REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_signatures();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_900_audit_delete;
COMMENT ON TRIGGER consent_signatures_900_audit_delete ON public.consent_signatures IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER consent_signatures_900_audit_insert AFTER INSERT ON public.consent_signatures REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_signatures();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_900_audit_insert;
COMMENT ON TRIGGER consent_signatures_900_audit_insert ON public.consent_signatures IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER consent_signatures_900_audit_key AFTER UPDATE ON public.consent_signatures FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_consent_signatures();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_900_audit_key;
COMMENT ON TRIGGER consent_signatures_900_audit_key ON public.consent_signatures IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER consent_signatures_900_audit_truncate AFTER TRUNCATE ON public.consent_signatures FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_signatures();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_900_audit_truncate;
COMMENT ON TRIGGER consent_signatures_900_audit_truncate ON public.consent_signatures IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER consent_signatures_900_audit_update AFTER UPDATE ON public.consent_signatures REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_signatures();
ALTER TABLE public.consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_900_audit_update;
COMMENT ON TRIGGER consent_signatures_900_audit_update ON public.consent_signatures IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- consent_signatures: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.consent_signatures ENABLE ROW LEVEL SECURITY;

CREATE POLICY consent_signatures_delete_trusted ON public.consent_signatures
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY consent_signatures_delete_trusted ON public.consent_signatures IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY consent_signatures_fence_admin ON public.consent_signatures
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY consent_signatures_fence_admin ON public.consent_signatures IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY consent_signatures_fence_district ON public.consent_signatures
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY consent_signatures_fence_district ON public.consent_signatures IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY consent_signatures_fence_school ON public.consent_signatures
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY consent_signatures_fence_school ON public.consent_signatures IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY consent_signatures_insert_staff ON public.consent_signatures
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY consent_signatures_insert_staff ON public.consent_signatures IS 'Users whom the access matrix lets INSERT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY consent_signatures_insert_trusted ON public.consent_signatures
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY consent_signatures_insert_trusted ON public.consent_signatures IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY consent_signatures_select_masked ON public.consent_signatures
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('IDENTITY'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY consent_signatures_select_masked ON public.consent_signatures IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY consent_signatures_select_staff ON public.consent_signatures
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY consent_signatures_select_staff ON public.consent_signatures IS 'Users whom the access matrix lets SELECT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY consent_signatures_select_trusted ON public.consent_signatures
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY consent_signatures_select_trusted ON public.consent_signatures IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY consent_signatures_update_staff ON public.consent_signatures
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY consent_signatures_update_staff ON public.consent_signatures IS 'Users whom the access matrix lets UPDATE in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY consent_signatures_update_trusted ON public.consent_signatures
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY consent_signatures_update_trusted ON public.consent_signatures IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- consent_signatures: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.consent_signatures TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consent_signatures TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(consent_form_id),UPDATE(consent_form_id) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(signed_by),UPDATE(signed_by) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(relationship),UPDATE(relationship) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(signature_data),UPDATE(signature_data) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ip_address),UPDATE(ip_address) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(signed_at),UPDATE(signed_at) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(withdrawn_at),UPDATE(withdrawn_at) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(withdrawn_by),UPDATE(withdrawn_by) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.consent_signatures
-- ----------------------------------------------------------------------------

CREATE VIEW masked.consent_signatures WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    consent_form_id,
    ("left"((signed_by)::text, 1) || '.'::text) AS signed_by,
    NULL::character varying(100) AS relationship,
    NULL::text AS signature_data,
    NULL::character varying(45) AS ip_address,
    signed_at,
    withdrawn_at,
    ("left"((withdrawn_by)::text, 1) || '.'::text) AS withdrawn_by,
    created_at,
    updated_at,
    deleted_at
   FROM public.consent_signatures t;

ALTER VIEW masked.consent_signatures OWNER TO whitecross_masker;

COMMENT ON VIEW masked.consent_signatures IS 'Table consent_signatures with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.consent_signatures: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.consent_signatures
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.consent_signatures WITH (security_invoker='true') AS
 SELECT id,
    consent_form_id AS "consentFormId",
    student_id AS "studentId",
    signed_by AS "signedBy",
    relationship,
    signature_data AS "signatureData",
    ip_address AS "ipAddress",
    signed_at AS "signedAt",
    withdrawn_at AS "withdrawnAt",
    withdrawn_by AS "withdrawnBy",
    created_at AS "createdAt"
   FROM public.consent_signatures
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.consent_signatures IS 'Model ConsentSignature: public.consent_signatures with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.consent_signatures: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER consent_signatures_050_soft_delete INSTEAD OF DELETE ON sequelize.consent_signatures FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('consent_signatures');
COMMENT ON TRIGGER consent_signatures_050_soft_delete ON sequelize.consent_signatures IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.consent_signatures: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.consent_signatures TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.consent_signatures TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_consent_signatures
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_consent_signatures()
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
            'consent_signatures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.consent_form_id IS NOT NULL THEN '"consent_form_id":' || to_json(n.consent_form_id) END,
                CASE WHEN n.signed_by IS NOT NULL THEN '"signed_by":' || '"***"' END,
                CASE WHEN n.relationship IS NOT NULL THEN '"relationship":' || '"***"' END,
                CASE WHEN n.signature_data IS NOT NULL THEN '"signature_data":' || '"***"' END,
                CASE WHEN n.ip_address IS NOT NULL THEN '"ip_address":' || '"***"' END,
                CASE WHEN n.signed_at IS NOT NULL THEN '"signed_at":' || to_json(n.signed_at) END,
                CASE WHEN n.withdrawn_at IS NOT NULL THEN '"withdrawn_at":' || to_json(n.withdrawn_at) END,
                CASE WHEN n.withdrawn_by IS NOT NULL THEN '"withdrawn_by":' || '"***"' END,
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
            'consent_signatures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.consent_form_id IS NOT NULL THEN '"consent_form_id":' || to_json(o.consent_form_id) END,
                CASE WHEN o.signed_by IS NOT NULL THEN '"signed_by":' || '"***"' END,
                CASE WHEN o.relationship IS NOT NULL THEN '"relationship":' || '"***"' END,
                CASE WHEN o.signature_data IS NOT NULL THEN '"signature_data":' || '"***"' END,
                CASE WHEN o.ip_address IS NOT NULL THEN '"ip_address":' || '"***"' END,
                CASE WHEN o.signed_at IS NOT NULL THEN '"signed_at":' || to_json(o.signed_at) END,
                CASE WHEN o.withdrawn_at IS NOT NULL THEN '"withdrawn_at":' || to_json(o.withdrawn_at) END,
                CASE WHEN o.withdrawn_by IS NOT NULL THEN '"withdrawn_by":' || '"***"' END,
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
            'consent_signatures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'consent_signatures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.consent_form_id IS DISTINCT FROM n.consent_form_id THEN '"consent_form_id":' || coalesce(to_json(o.consent_form_id)::text, 'null') END,
                CASE WHEN o.signed_by IS DISTINCT FROM n.signed_by THEN '"signed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signed_by ' || o.signed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship ' || o.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signature_data IS DISTINCT FROM n.signature_data THEN '"signature_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signature_data ' || o.signature_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ip_address ' || o.ip_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce(to_json(o.signed_at)::text, 'null') END,
                CASE WHEN o.withdrawn_at IS DISTINCT FROM n.withdrawn_at THEN '"withdrawn_at":' || coalesce(to_json(o.withdrawn_at)::text, 'null') END,
                CASE WHEN o.withdrawn_by IS DISTINCT FROM n.withdrawn_by THEN '"withdrawn_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' withdrawn_by ' || o.withdrawn_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.consent_form_id IS DISTINCT FROM n.consent_form_id THEN '"consent_form_id":' || coalesce(to_json(n.consent_form_id)::text, 'null') END,
                CASE WHEN o.signed_by IS DISTINCT FROM n.signed_by THEN '"signed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signed_by ' || n.signed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship ' || n.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signature_data IS DISTINCT FROM n.signature_data THEN '"signature_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signature_data ' || n.signature_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ip_address ' || n.ip_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce(to_json(n.signed_at)::text, 'null') END,
                CASE WHEN o.withdrawn_at IS DISTINCT FROM n.withdrawn_at THEN '"withdrawn_at":' || coalesce(to_json(n.withdrawn_at)::text, 'null') END,
                CASE WHEN o.withdrawn_by IS DISTINCT FROM n.withdrawn_by THEN '"withdrawn_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' withdrawn_by ' || n.withdrawn_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'consent_signatures', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.consent_form_id IS DISTINCT FROM n.consent_form_id THEN '"consent_form_id":' || coalesce(to_json(o.consent_form_id)::text, 'null') END,
                CASE WHEN o.signed_by IS DISTINCT FROM n.signed_by THEN '"signed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signed_by ' || o.signed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship ' || o.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signature_data IS DISTINCT FROM n.signature_data THEN '"signature_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signature_data ' || o.signature_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ip_address ' || o.ip_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce(to_json(o.signed_at)::text, 'null') END,
                CASE WHEN o.withdrawn_at IS DISTINCT FROM n.withdrawn_at THEN '"withdrawn_at":' || coalesce(to_json(o.withdrawn_at)::text, 'null') END,
                CASE WHEN o.withdrawn_by IS DISTINCT FROM n.withdrawn_by THEN '"withdrawn_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' withdrawn_by ' || o.withdrawn_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.consent_form_id IS DISTINCT FROM n.consent_form_id THEN '"consent_form_id":' || coalesce(to_json(n.consent_form_id)::text, 'null') END,
                CASE WHEN o.signed_by IS DISTINCT FROM n.signed_by THEN '"signed_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signed_by ' || n.signed_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship ' || n.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signature_data IS DISTINCT FROM n.signature_data THEN '"signature_data":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signature_data ' || n.signature_data::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ip_address ' || n.ip_address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce(to_json(n.signed_at)::text, 'null') END,
                CASE WHEN o.withdrawn_at IS DISTINCT FROM n.withdrawn_at THEN '"withdrawn_at":' || coalesce(to_json(n.withdrawn_at)::text, 'null') END,
                CASE WHEN o.withdrawn_by IS DISTINCT FROM n.withdrawn_by THEN '"withdrawn_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' withdrawn_by ' || n.withdrawn_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_consent_signatures() IS 'Trigger: logs every change of consent_signatures. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_consent_signatures() FROM PUBLIC;
