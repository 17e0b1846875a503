-- Table immunizations, with everything that serves it alone.
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
-- immunizations
-- ----------------------------------------------------------------------------

CREATE TABLE public.immunizations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    vaccine_name character varying(255) NOT NULL,
    vaccine_code character varying(50),
    administered_date timestamp with time zone NOT NULL,
    administered_by uuid NOT NULL,
    dosage character varying(50),
    site character varying(50),
    route character varying(50),
    manufacturer character varying(255),
    lot_number character varying(100),
    expiration_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT immunizations_vaccine_name_not_blank_check CHECK ((btrim((vaccine_name)::text) <> ''::text))
);

ALTER TABLE ONLY public.immunizations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.immunizations IS 'PHI: One vaccine dose that a staff member gave to a student; the short form that school nurses fill in.';
COMMENT ON COLUMN public.immunizations.id IS 'Primary key.';
COMMENT ON COLUMN public.immunizations.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.immunizations.student_id IS 'Student who received the dose.';
COMMENT ON COLUMN public.immunizations.vaccine_name IS 'PHI: Product name or common name of the vaccine, free text.';
COMMENT ON COLUMN public.immunizations.vaccine_code IS 'PHI: Code of the vaccine, such as its CVX code; the code system is not fixed.';
COMMENT ON COLUMN public.immunizations.administered_date IS 'PHI: Time when the dose was given.';
COMMENT ON COLUMN public.immunizations.administered_by IS 'User who gave the dose (vaccinations holds a name as text instead).';
COMMENT ON COLUMN public.immunizations.dosage IS 'PHI: Amount given, with its unit (0.5 mL).';
COMMENT ON COLUMN public.immunizations.site IS 'PHI: Body site that received the dose, free text.';
COMMENT ON COLUMN public.immunizations.route IS 'PHI: Route by which the dose was given (intramuscular), free text.';
COMMENT ON COLUMN public.immunizations.manufacturer IS 'Manufacturer named on the vial.';
COMMENT ON COLUMN public.immunizations.lot_number IS 'PHI: Lot number printed on the vial; identifies the recipients when a lot is recalled.';
COMMENT ON COLUMN public.immunizations.expiration_date IS 'Expiry date of the lot; it may precede administered_date if an expired dose was given.';
COMMENT ON COLUMN public.immunizations.notes IS 'PHI: Notes of the nurse on this dose, including reactions.';
COMMENT ON COLUMN public.immunizations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.immunizations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.immunizations.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- immunizations: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.immunizations
    ADD CONSTRAINT immunizations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.immunizations
    ADD CONSTRAINT immunizations_administered_by_fkey FOREIGN KEY (administered_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.immunizations
    ADD CONSTRAINT immunizations_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.immunizations
    ADD CONSTRAINT immunizations_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- immunizations: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX immunizations_administered_by_idx ON public.immunizations USING btree (administered_by);

CREATE INDEX immunizations_lot_number_idx ON public.immunizations USING btree (lot_number) WHERE ((lot_number IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.immunizations_lot_number_idx IS 'Doses of one vaccine lot in all schools, for a recall.';

CREATE INDEX immunizations_school_id_administered_date_idx ON public.immunizations USING btree (school_id, administered_date DESC);

CREATE INDEX immunizations_school_id_vaccine_name_administered_date_idx ON public.immunizations USING btree (school_id, vaccine_name, administered_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.immunizations_school_id_vaccine_name_administered_date_idx IS 'Doses of one vaccine in a school, newest first.';

CREATE INDEX immunizations_student_id_administered_date_idx ON public.immunizations USING btree (student_id, administered_date DESC);

-- ----------------------------------------------------------------------------
-- immunizations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER immunizations_050_no_hard_delete BEFORE DELETE ON public.immunizations FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_050_no_hard_delete;
COMMENT ON TRIGGER immunizations_050_no_hard_delete ON public.immunizations IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER immunizations_050_no_truncate BEFORE TRUNCATE ON public.immunizations FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_050_no_truncate;
COMMENT ON TRIGGER immunizations_050_no_truncate ON public.immunizations IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER immunizations_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.immunizations FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_100_school_id;

CREATE TRIGGER immunizations_200_updated_at BEFORE UPDATE ON public.immunizations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER immunizations_900_audit_delete AFTER DELETE ON public.immunizations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_immunizations();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_900_audit_delete;
COMMENT ON TRIGGER immunizations_900_audit_delete ON public.immunizations IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER immunizations_900_audit_insert AFTER INSERT ON public.immunizations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_immunizations();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_900_audit_insert;
COMMENT ON TRIGGER immunizations_900_audit_insert ON public.immunizations IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER immunizations_900_audit_key AFTER UPDATE ON public.immunizations FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_immunizations();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_900_audit_key;
COMMENT ON TRIGGER immunizations_900_audit_key ON public.immunizations IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER immunizations_900_audit_truncate AFTER TRUNCATE ON public.immunizations FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_immunizations();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_900_audit_truncate;
COMMENT ON TRIGGER immunizations_900_audit_truncate ON public.immunizations IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER immunizations_900_audit_update AFTER UPDATE ON public.immunizations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_immunizations();
ALTER TABLE public.immunizations ENABLE ALWAYS TRIGGER immunizations_900_audit_update;
COMMENT ON TRIGGER immunizations_900_audit_update ON public.immunizations IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- immunizations: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.immunizations ENABLE ROW LEVEL SECURITY;

CREATE POLICY immunizations_delete_trusted ON public.immunizations
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY immunizations_delete_trusted ON public.immunizations IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY immunizations_fence_admin ON public.immunizations
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY immunizations_fence_admin ON public.immunizations IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY immunizations_fence_district ON public.immunizations
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY immunizations_fence_district ON public.immunizations IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY immunizations_fence_school ON public.immunizations
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY immunizations_fence_school ON public.immunizations IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY immunizations_insert_staff ON public.immunizations
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY immunizations_insert_staff ON public.immunizations IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY immunizations_insert_trusted ON public.immunizations
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY immunizations_insert_trusted ON public.immunizations IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY immunizations_select_masked ON public.immunizations
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY immunizations_select_masked ON public.immunizations IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY immunizations_select_staff ON public.immunizations
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY immunizations_select_staff ON public.immunizations IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY immunizations_select_trusted ON public.immunizations
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY immunizations_select_trusted ON public.immunizations IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY immunizations_update_staff ON public.immunizations
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY immunizations_update_staff ON public.immunizations IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY immunizations_update_trusted ON public.immunizations
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY immunizations_update_trusted ON public.immunizations IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- immunizations: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.immunizations TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.immunizations TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vaccine_name),UPDATE(vaccine_name) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vaccine_code),UPDATE(vaccine_code) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_date),UPDATE(administered_date) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_by),UPDATE(administered_by) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage),UPDATE(dosage) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(site),UPDATE(site) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(route),UPDATE(route) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(manufacturer),UPDATE(manufacturer) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(lot_number),UPDATE(lot_number) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expiration_date),UPDATE(expiration_date) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.immunizations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.immunizations
-- ----------------------------------------------------------------------------

CREATE VIEW masked.immunizations WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    NULL::character varying(255) AS vaccine_name,
    NULL::character varying(50) AS vaccine_code,
    date_trunc('year'::text, administered_date) AS administered_date,
    administered_by,
    NULL::character varying(50) AS dosage,
    NULL::character varying(50) AS site,
    NULL::character varying(50) AS route,
    manufacturer,
        CASE
            WHEN (length((lot_number)::text) > 6) THEN ('***'::text || "right"((lot_number)::text, 4))
            WHEN (lot_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS lot_number,
    expiration_date,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.immunizations t;

ALTER VIEW masked.immunizations OWNER TO whitecross_masker;

COMMENT ON VIEW masked.immunizations IS 'Table immunizations with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.immunizations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.immunizations TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.immunizations
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.immunizations WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    vaccine_name AS "vaccineName",
    vaccine_code AS "vaccineCode",
    administered_date AS "administeredDate",
    expiration_date AS "expirationDate",
    dosage,
    site,
    route,
    manufacturer,
    lot_number AS "lotNumber",
    administered_by AS "administeredBy",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.immunizations;

COMMENT ON VIEW sequelize.immunizations IS 'Model Immunization: public.immunizations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.immunizations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER immunizations_050_soft_delete INSTEAD OF DELETE ON sequelize.immunizations FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('immunizations');
COMMENT ON TRIGGER immunizations_050_soft_delete ON sequelize.immunizations IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.immunizations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.immunizations TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.immunizations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_immunizations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_immunizations()
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
            'immunizations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.vaccine_name IS NOT NULL THEN '"vaccine_name":' || '"***"' END,
                CASE WHEN n.vaccine_code IS NOT NULL THEN '"vaccine_code":' || '"***"' END,
                CASE WHEN n.administered_date IS NOT NULL THEN '"administered_date":' || '"***"' END,
                CASE WHEN n.administered_by IS NOT NULL THEN '"administered_by":' || to_json(n.administered_by) END,
                CASE WHEN n.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN n.site IS NOT NULL THEN '"site":' || '"***"' END,
                CASE WHEN n.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN n.manufacturer IS NOT NULL THEN '"manufacturer":' || to_json(n.manufacturer) END,
                CASE WHEN n.lot_number IS NOT NULL THEN '"lot_number":' || '"***"' END,
                CASE WHEN n.expiration_date IS NOT NULL THEN '"expiration_date":' || to_json(n.expiration_date) END,
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
            'immunizations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.vaccine_name IS NOT NULL THEN '"vaccine_name":' || '"***"' END,
                CASE WHEN o.vaccine_code IS NOT NULL THEN '"vaccine_code":' || '"***"' END,
                CASE WHEN o.administered_date IS NOT NULL THEN '"administered_date":' || '"***"' END,
                CASE WHEN o.administered_by IS NOT NULL THEN '"administered_by":' || to_json(o.administered_by) END,
                CASE WHEN o.dosage IS NOT NULL THEN '"dosage":' || '"***"' END,
                CASE WHEN o.site IS NOT NULL THEN '"site":' || '"***"' END,
                CASE WHEN o.route IS NOT NULL THEN '"route":' || '"***"' END,
                CASE WHEN o.manufacturer IS NOT NULL THEN '"manufacturer":' || to_json(o.manufacturer) END,
                CASE WHEN o.lot_number IS NOT NULL THEN '"lot_number":' || '"***"' END,
                CASE WHEN o.expiration_date IS NOT NULL THEN '"expiration_date":' || to_json(o.expiration_date) END,
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
            'immunizations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'immunizations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_name ' || o.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_code IS DISTINCT FROM n.vaccine_code THEN '"vaccine_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_code ' || o.vaccine_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_date IS DISTINCT FROM n.administered_date THEN '"administered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_date ' || o.administered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce(to_json(o.administered_by)::text, 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site IS DISTINCT FROM n.site THEN '"site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' site ' || o.site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(o.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lot_number ' || o.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(o.expiration_date)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_name ' || n.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_code IS DISTINCT FROM n.vaccine_code THEN '"vaccine_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_code ' || n.vaccine_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_date IS DISTINCT FROM n.administered_date THEN '"administered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_date ' || n.administered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce(to_json(n.administered_by)::text, 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site IS DISTINCT FROM n.site THEN '"site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' site ' || n.site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(n.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lot_number ' || n.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(n.expiration_date)::text, 'null') END,
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
            'immunizations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_name ' || o.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_code IS DISTINCT FROM n.vaccine_code THEN '"vaccine_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_code ' || o.vaccine_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_date IS DISTINCT FROM n.administered_date THEN '"administered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_date ' || o.administered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce(to_json(o.administered_by)::text, 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage ' || o.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site IS DISTINCT FROM n.site THEN '"site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' site ' || o.site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' route ' || o.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(o.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lot_number ' || o.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(o.expiration_date)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_name ' || n.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_code IS DISTINCT FROM n.vaccine_code THEN '"vaccine_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_code ' || n.vaccine_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_date IS DISTINCT FROM n.administered_date THEN '"administered_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_date ' || n.administered_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce(to_json(n.administered_by)::text, 'null') END,
                CASE WHEN o.dosage IS DISTINCT FROM n.dosage THEN '"dosage":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage ' || n.dosage::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site IS DISTINCT FROM n.site THEN '"site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' site ' || n.site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.route IS DISTINCT FROM n.route THEN '"route":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' route ' || n.route::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(n.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lot_number ' || n.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(n.expiration_date)::text, 'null') END,
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

COMMENT ON FUNCTION phi.audit_immunizations() IS 'Trigger: logs every change of immunizations. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_immunizations() FROM PUBLIC;
