-- Table witness_statements, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group INCIDENT, tenant SCHOOL, about no student, PHI,
--             audited, law EITHER, retention INCIDENT_REPORTS
-- phi.access: ADMIN              select masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

CREATE TABLE public.witness_statements (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    incident_report_id uuid NOT NULL,
    witness_name character varying(255) NOT NULL,
    witness_type public.witness_type NOT NULL,
    witness_contact character varying(255),
    statement text,
    verified boolean DEFAULT false NOT NULL,
    verified_by uuid,
    verified_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    witness_contact_encrypted bytea,
    statement_encrypted bytea,
    CONSTRAINT witness_statements_statement_in_one_form_check CHECK (((statement IS NOT NULL) OR (statement_encrypted IS NOT NULL)))
);

ALTER TABLE ONLY public.witness_statements FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.witness_statements IS 'PHI: The statement of one witness of an incident, for follow-up, insurance and legal review.';
COMMENT ON COLUMN public.witness_statements.id IS 'Primary key.';
COMMENT ON COLUMN public.witness_statements.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.witness_statements.incident_report_id IS 'Incident the statement is about.';
COMMENT ON COLUMN public.witness_statements.witness_name IS 'PHI: Full name of the witness, who may be a child or a parent.';
COMMENT ON COLUMN public.witness_statements.witness_type IS 'Relation of the witness to the school.';
COMMENT ON COLUMN public.witness_statements.witness_contact IS 'PHI: Phone number, email or postal address of the witness, free text.';
COMMENT ON COLUMN public.witness_statements.statement IS 'PHI: Statement in the witness''s own words.';
COMMENT ON COLUMN public.witness_statements.verified IS 'Whether a staff member has confirmed the statement.';
COMMENT ON COLUMN public.witness_statements.verified_by IS 'Staff member who confirmed the statement.';
COMMENT ON COLUMN public.witness_statements.verified_at IS 'Time when verified_by confirmed the statement, NULL before.';
COMMENT ON COLUMN public.witness_statements.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.witness_statements.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.witness_statements.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.witness_statements.witness_contact_encrypted IS 'PHI: Ciphertext of witness_contact (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.witness_statements.statement_encrypted IS 'PHI: Ciphertext of statement (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- witness_statements: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.witness_statements
    ADD CONSTRAINT witness_statements_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.witness_statements
    ADD CONSTRAINT witness_statements_incident_report_id_fkey FOREIGN KEY (incident_report_id) REFERENCES public.incident_reports(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.witness_statements
    ADD CONSTRAINT witness_statements_incident_report_id_school_id_fkey FOREIGN KEY (incident_report_id, school_id) REFERENCES public.incident_reports(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.witness_statements
    ADD CONSTRAINT witness_statements_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- witness_statements: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX witness_statements_incident_report_id_idx ON public.witness_statements USING btree (incident_report_id);

CREATE INDEX witness_statements_school_id_idx ON public.witness_statements USING btree (school_id);

CREATE INDEX witness_statements_verified_by_idx ON public.witness_statements USING btree (verified_by) WHERE (verified_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- witness_statements: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER witness_statements_050_no_hard_delete BEFORE DELETE ON public.witness_statements FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_050_no_hard_delete;
COMMENT ON TRIGGER witness_statements_050_no_hard_delete ON public.witness_statements IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER witness_statements_050_no_truncate BEFORE TRUNCATE ON public.witness_statements FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_050_no_truncate;
COMMENT ON TRIGGER witness_statements_050_no_truncate ON public.witness_statements IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER witness_statements_100_school_id BEFORE INSERT OR UPDATE OF incident_report_id, school_id ON public.witness_statements FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_incident_report();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_100_school_id;

CREATE TRIGGER witness_statements_200_updated_at BEFORE UPDATE ON public.witness_statements FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER witness_statements_300_ciphertext BEFORE INSERT OR UPDATE OF id, witness_contact, statement, witness_contact_encrypted, statement_encrypted ON public.witness_statements FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_witness_statements();
COMMENT ON TRIGGER witness_statements_300_ciphertext ON public.witness_statements IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER witness_statements_900_audit_delete AFTER DELETE ON public.witness_statements REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_witness_statements();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_900_audit_delete;
COMMENT ON TRIGGER witness_statements_900_audit_delete ON public.witness_statements IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER witness_statements_900_audit_insert AFTER INSERT ON public.witness_statements REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_witness_statements();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_900_audit_insert;
COMMENT ON TRIGGER witness_statements_900_audit_insert ON public.witness_statements IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER witness_statements_900_audit_key AFTER UPDATE ON public.witness_statements FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_witness_statements();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_900_audit_key;
COMMENT ON TRIGGER witness_statements_900_audit_key ON public.witness_statements IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER witness_statements_900_audit_truncate AFTER TRUNCATE ON public.witness_statements FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_witness_statements();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_900_audit_truncate;
COMMENT ON TRIGGER witness_statements_900_audit_truncate ON public.witness_statements IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER witness_statements_900_audit_update AFTER UPDATE ON public.witness_statements REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_witness_statements();
ALTER TABLE public.witness_statements ENABLE ALWAYS TRIGGER witness_statements_900_audit_update;
COMMENT ON TRIGGER witness_statements_900_audit_update ON public.witness_statements IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- witness_statements: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.witness_statements ENABLE ROW LEVEL SECURITY;

CREATE POLICY witness_statements_delete_trusted ON public.witness_statements
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY witness_statements_delete_trusted ON public.witness_statements IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY witness_statements_fence_admin ON public.witness_statements
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY witness_statements_fence_admin ON public.witness_statements IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY witness_statements_fence_district ON public.witness_statements
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY witness_statements_fence_district ON public.witness_statements IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY witness_statements_fence_school ON public.witness_statements
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY witness_statements_fence_school ON public.witness_statements IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY witness_statements_insert_staff ON public.witness_statements
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('INCIDENT'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY witness_statements_insert_staff ON public.witness_statements IS 'Users whom the access matrix lets INSERT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY witness_statements_insert_trusted ON public.witness_statements
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY witness_statements_insert_trusted ON public.witness_statements IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY witness_statements_select_masked ON public.witness_statements
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY witness_statements_select_masked ON public.witness_statements IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY witness_statements_select_staff ON public.witness_statements
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY witness_statements_select_staff ON public.witness_statements IS 'Users whom the access matrix lets SELECT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY witness_statements_select_trusted ON public.witness_statements
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY witness_statements_select_trusted ON public.witness_statements IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY witness_statements_update_staff ON public.witness_statements
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY witness_statements_update_staff ON public.witness_statements IS 'Users whom the access matrix lets UPDATE in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY witness_statements_update_trusted ON public.witness_statements
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY witness_statements_update_trusted ON public.witness_statements IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- witness_statements: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.witness_statements TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.witness_statements TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.witness_statements TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.witness_statements TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(incident_report_id),UPDATE(incident_report_id) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(witness_name),UPDATE(witness_name) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(witness_type),UPDATE(witness_type) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(witness_contact),UPDATE(witness_contact) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(statement),UPDATE(statement) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(verified),UPDATE(verified) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verified_by),UPDATE(verified_by) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verified_at),UPDATE(verified_at) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(witness_contact_encrypted),UPDATE(witness_contact_encrypted) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(statement_encrypted),UPDATE(statement_encrypted) ON TABLE public.witness_statements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.witness_statements
-- ----------------------------------------------------------------------------

CREATE VIEW masked.witness_statements WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    incident_report_id,
    ("left"((witness_name)::text, 1) || '.'::text) AS witness_name,
    witness_type,
    NULL::character varying(255) AS witness_contact,
    NULL::text AS statement,
    verified,
    verified_by,
    verified_at,
    created_at,
    updated_at,
    deleted_at,
    NULL::bytea AS witness_contact_encrypted,
    NULL::bytea AS statement_encrypted
   FROM public.witness_statements t;

ALTER VIEW masked.witness_statements OWNER TO whitecross_masker;

COMMENT ON VIEW masked.witness_statements IS 'Table witness_statements with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.witness_statements: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.witness_statements TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.witness_statements
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.witness_statements WITH (security_invoker='true') AS
 SELECT id,
    incident_report_id AS "incidentReportId",
    witness_name AS "witnessName",
    witness_type AS "witnessType",
    witness_contact AS "witnessContact",
    statement,
    verified,
    verified_by AS "verifiedBy",
    verified_at AS "verifiedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.witness_statements
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.witness_statements IS 'Model WitnessStatement: public.witness_statements with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.witness_statements: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER witness_statements_050_soft_delete INSTEAD OF DELETE ON sequelize.witness_statements FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('witness_statements');
COMMENT ON TRIGGER witness_statements_050_soft_delete ON sequelize.witness_statements IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.witness_statements: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.witness_statements TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.witness_statements TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_witness_statements
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_witness_statements()
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
            'witness_statements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.incident_report_id IS NOT NULL THEN '"incident_report_id":' || to_json(n.incident_report_id) END,
                CASE WHEN n.witness_name IS NOT NULL THEN '"witness_name":' || '"***"' END,
                CASE WHEN n.witness_type IS NOT NULL THEN '"witness_type":' || to_json(n.witness_type) END,
                CASE WHEN n.witness_contact IS NOT NULL THEN '"witness_contact":' || '"***"' END,
                CASE WHEN n.statement IS NOT NULL THEN '"statement":' || '"***"' END,
                CASE WHEN n.verified IS NOT NULL THEN '"verified":' || to_json(n.verified) END,
                CASE WHEN n.verified_by IS NOT NULL THEN '"verified_by":' || to_json(n.verified_by) END,
                CASE WHEN n.verified_at IS NOT NULL THEN '"verified_at":' || to_json(n.verified_at) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.witness_contact_encrypted IS NOT NULL THEN '"witness_contact_encrypted":' || '"***"' END,
                CASE WHEN n.statement_encrypted IS NOT NULL THEN '"statement_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'witness_statements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.incident_report_id IS NOT NULL THEN '"incident_report_id":' || to_json(o.incident_report_id) END,
                CASE WHEN o.witness_name IS NOT NULL THEN '"witness_name":' || '"***"' END,
                CASE WHEN o.witness_type IS NOT NULL THEN '"witness_type":' || to_json(o.witness_type) END,
                CASE WHEN o.witness_contact IS NOT NULL THEN '"witness_contact":' || '"***"' END,
                CASE WHEN o.statement IS NOT NULL THEN '"statement":' || '"***"' END,
                CASE WHEN o.verified IS NOT NULL THEN '"verified":' || to_json(o.verified) END,
                CASE WHEN o.verified_by IS NOT NULL THEN '"verified_by":' || to_json(o.verified_by) END,
                CASE WHEN o.verified_at IS NOT NULL THEN '"verified_at":' || to_json(o.verified_at) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.witness_contact_encrypted IS NOT NULL THEN '"witness_contact_encrypted":' || '"***"' END,
                CASE WHEN o.statement_encrypted IS NOT NULL THEN '"statement_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'witness_statements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'witness_statements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(o.incident_report_id)::text, 'null') END,
                CASE WHEN o.witness_name IS DISTINCT FROM n.witness_name THEN '"witness_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witness_name ' || o.witness_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witness_type IS DISTINCT FROM n.witness_type THEN '"witness_type":' || coalesce(to_json(o.witness_type)::text, 'null') END,
                CASE WHEN o.witness_contact IS DISTINCT FROM n.witness_contact THEN '"witness_contact":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witness_contact ' || o.witness_contact::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.statement IS DISTINCT FROM n.statement THEN '"statement":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' statement ' || o.statement::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(o.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(o.verified_by)::text, 'null') END,
                CASE WHEN o.verified_at IS DISTINCT FROM n.verified_at THEN '"verified_at":' || coalesce(to_json(o.verified_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.witness_contact_encrypted IS DISTINCT FROM n.witness_contact_encrypted THEN '"witness_contact_encrypted":' || CASE WHEN o.witness_contact_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.statement_encrypted IS DISTINCT FROM n.statement_encrypted THEN '"statement_encrypted":' || CASE WHEN o.statement_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(n.incident_report_id)::text, 'null') END,
                CASE WHEN o.witness_name IS DISTINCT FROM n.witness_name THEN '"witness_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witness_name ' || n.witness_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witness_type IS DISTINCT FROM n.witness_type THEN '"witness_type":' || coalesce(to_json(n.witness_type)::text, 'null') END,
                CASE WHEN o.witness_contact IS DISTINCT FROM n.witness_contact THEN '"witness_contact":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witness_contact ' || n.witness_contact::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.statement IS DISTINCT FROM n.statement THEN '"statement":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' statement ' || n.statement::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(n.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(n.verified_by)::text, 'null') END,
                CASE WHEN o.verified_at IS DISTINCT FROM n.verified_at THEN '"verified_at":' || coalesce(to_json(n.verified_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.witness_contact_encrypted IS DISTINCT FROM n.witness_contact_encrypted THEN '"witness_contact_encrypted":' || CASE WHEN n.witness_contact_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.statement_encrypted IS DISTINCT FROM n.statement_encrypted THEN '"statement_encrypted":' || CASE WHEN n.statement_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'witness_statements', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(o.incident_report_id)::text, 'null') END,
                CASE WHEN o.witness_name IS DISTINCT FROM n.witness_name THEN '"witness_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witness_name ' || o.witness_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witness_type IS DISTINCT FROM n.witness_type THEN '"witness_type":' || coalesce(to_json(o.witness_type)::text, 'null') END,
                CASE WHEN o.witness_contact IS DISTINCT FROM n.witness_contact THEN '"witness_contact":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' witness_contact ' || o.witness_contact::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.statement IS DISTINCT FROM n.statement THEN '"statement":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' statement ' || o.statement::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(o.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(o.verified_by)::text, 'null') END,
                CASE WHEN o.verified_at IS DISTINCT FROM n.verified_at THEN '"verified_at":' || coalesce(to_json(o.verified_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.witness_contact_encrypted IS DISTINCT FROM n.witness_contact_encrypted THEN '"witness_contact_encrypted":' || CASE WHEN o.witness_contact_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.statement_encrypted IS DISTINCT FROM n.statement_encrypted THEN '"statement_encrypted":' || CASE WHEN o.statement_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(n.incident_report_id)::text, 'null') END,
                CASE WHEN o.witness_name IS DISTINCT FROM n.witness_name THEN '"witness_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witness_name ' || n.witness_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.witness_type IS DISTINCT FROM n.witness_type THEN '"witness_type":' || coalesce(to_json(n.witness_type)::text, 'null') END,
                CASE WHEN o.witness_contact IS DISTINCT FROM n.witness_contact THEN '"witness_contact":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' witness_contact ' || n.witness_contact::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.statement IS DISTINCT FROM n.statement THEN '"statement":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' statement ' || n.statement::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.verified IS DISTINCT FROM n.verified THEN '"verified":' || coalesce(to_json(n.verified)::text, 'null') END,
                CASE WHEN o.verified_by IS DISTINCT FROM n.verified_by THEN '"verified_by":' || coalesce(to_json(n.verified_by)::text, 'null') END,
                CASE WHEN o.verified_at IS DISTINCT FROM n.verified_at THEN '"verified_at":' || coalesce(to_json(n.verified_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.witness_contact_encrypted IS DISTINCT FROM n.witness_contact_encrypted THEN '"witness_contact_encrypted":' || CASE WHEN n.witness_contact_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.statement_encrypted IS DISTINCT FROM n.statement_encrypted THEN '"statement_encrypted":' || CASE WHEN n.statement_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_witness_statements() IS 'Trigger: logs every change of witness_statements. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_witness_statements() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_witness_statements
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_witness_statements()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.witness_contact IS NOT NULL THEN
            NEW.witness_contact_encrypted := NULL;
        END IF;
        IF NEW.statement IS NOT NULL THEN
            NEW.statement_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.witness_contact IS DISTINCT FROM OLD.witness_contact
                AND (
                    OLD.witness_contact IS NOT NULL OR OLD.witness_contact_encrypted IS NULL OR NEW.witness_contact_encrypted IS NOT NULL
                )
            )
            OR (NEW.witness_contact IS NULL AND OLD.witness_contact_encrypted IS NOT NULL AND NEW.witness_contact_encrypted IS NULL)
            OR (
                NEW.statement IS DISTINCT FROM OLD.statement
                AND (
                    OLD.statement IS NOT NULL OR OLD.statement_encrypted IS NULL OR NEW.statement_encrypted IS NOT NULL
                )
            )
            OR (NEW.statement IS NULL AND OLD.statement_encrypted IS NOT NULL AND NEW.statement_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.witness_contact IS DISTINCT FROM OLD.witness_contact
                AND (NEW.witness_contact IS NOT NULL OR NEW.witness_contact_encrypted IS NOT DISTINCT FROM OLD.witness_contact_encrypted)
            )
            OR (NEW.witness_contact IS NOT NULL AND NEW.witness_contact_encrypted IS DISTINCT FROM OLD.witness_contact_encrypted)
        THEN
            NEW.witness_contact_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.statement IS DISTINCT FROM OLD.statement
                AND (NEW.statement IS NOT NULL OR NEW.statement_encrypted IS NOT DISTINCT FROM OLD.statement_encrypted)
            )
            OR (NEW.statement IS NOT NULL AND NEW.statement_encrypted IS DISTINCT FROM OLD.statement_encrypted)
        THEN
            NEW.statement_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_witness_statements() IS 'Trigger: clears the ciphertext of every value that changes in witness_statements. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_witness_statements() FROM PUBLIC;
