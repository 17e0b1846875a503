-- Table schools, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group DIRECTORY, tenant SPECIAL, about no student, no PHI,
--             audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select masked
-- phi.access: SCHOOL_ADMIN       select masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- schools
-- ----------------------------------------------------------------------------

CREATE TABLE public.schools (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    district_id uuid NOT NULL,
    name character varying(200) NOT NULL,
    code character varying(50) NOT NULL,
    address text,
    city character varying(100),
    state character varying(2),
    zip_code character varying(10),
    phone character varying(20),
    email character varying(255),
    principal character varying(200),
    total_enrollment integer,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schools_code_not_blank_check CHECK ((btrim((code)::text) <> ''::text)),
    CONSTRAINT schools_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT schools_total_enrollment_not_negative_check CHECK ((total_enrollment >= 0))
);

ALTER TABLE ONLY public.schools FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.schools IS 'A school, the tenant: its nurses see the students and health data of this school only.';
COMMENT ON COLUMN public.schools.id IS 'Primary key.';
COMMENT ON COLUMN public.schools.district_id IS 'District that the school belongs to; deleting the district deletes the school.';
COMMENT ON COLUMN public.schools.name IS 'Official name, shown on forms and letters to parents.';
COMMENT ON COLUMN public.schools.code IS 'Short business key of the school, unique across all districts.';
COMMENT ON COLUMN public.schools.address IS 'Street address of the school building.';
COMMENT ON COLUMN public.schools.city IS 'City of the school building.';
COMMENT ON COLUMN public.schools.state IS 'Two-letter USPS state code.';
COMMENT ON COLUMN public.schools.zip_code IS 'ZIP or ZIP+4 code of the school building.';
COMMENT ON COLUMN public.schools.phone IS 'Phone number of the school office.';
COMMENT ON COLUMN public.schools.email IS 'Mailbox of the school office for notices; nobody logs in with it.';
COMMENT ON COLUMN public.schools.principal IS 'Name of the principal as free text; the principal need not have a user account.';
COMMENT ON COLUMN public.schools.total_enrollment IS 'Number of students that the school itself reports; not a count of the rows in students.';
COMMENT ON COLUMN public.schools.is_active IS 'FALSE once the school is closed or has left the platform.';
COMMENT ON COLUMN public.schools.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.schools.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- schools: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.schools
    ADD CONSTRAINT schools_code_key UNIQUE (code);

ALTER TABLE ONLY public.schools
    ADD CONSTRAINT schools_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schools
    ADD CONSTRAINT schools_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- schools: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX schools_district_id_idx ON public.schools USING btree (district_id);

CREATE INDEX schools_district_id_name_active_idx ON public.schools USING btree (district_id, name) WHERE is_active;
COMMENT ON INDEX public.schools_district_id_name_active_idx IS 'Active schools of a district, by name.';

-- ----------------------------------------------------------------------------
-- schools: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER schools_200_updated_at BEFORE UPDATE ON public.schools FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER schools_900_audit_delete AFTER DELETE ON public.schools REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_schools();
ALTER TABLE public.schools ENABLE ALWAYS TRIGGER schools_900_audit_delete;
COMMENT ON TRIGGER schools_900_audit_delete ON public.schools IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER schools_900_audit_insert AFTER INSERT ON public.schools REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_schools();
ALTER TABLE public.schools ENABLE ALWAYS TRIGGER schools_900_audit_insert;
COMMENT ON TRIGGER schools_900_audit_insert ON public.schools IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER schools_900_audit_key AFTER UPDATE ON public.schools FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_schools();
ALTER TABLE public.schools ENABLE ALWAYS TRIGGER schools_900_audit_key;
COMMENT ON TRIGGER schools_900_audit_key ON public.schools IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER schools_900_audit_truncate AFTER TRUNCATE ON public.schools FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_schools();
ALTER TABLE public.schools ENABLE ALWAYS TRIGGER schools_900_audit_truncate;
COMMENT ON TRIGGER schools_900_audit_truncate ON public.schools IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER schools_900_audit_update AFTER UPDATE ON public.schools REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_schools();
ALTER TABLE public.schools ENABLE ALWAYS TRIGGER schools_900_audit_update;
COMMENT ON TRIGGER schools_900_audit_update ON public.schools IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- schools: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.schools ENABLE ROW LEVEL SECURITY;

CREATE POLICY schools_delete_trusted ON public.schools
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY schools_delete_trusted ON public.schools IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY schools_fence_admin ON public.schools
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY schools_fence_admin ON public.schools IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY schools_fence_district ON public.schools
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY schools_fence_district ON public.schools IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY schools_insert_admin ON public.schools
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('DIRECTORY'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY schools_insert_admin ON public.schools IS 'Administrators set schools up.';

CREATE POLICY schools_insert_trusted ON public.schools
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY schools_insert_trusted ON public.schools IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY schools_select_admin ON public.schools
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('DIRECTORY'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY schools_select_admin ON public.schools IS 'Administrators see every school.';

CREATE POLICY schools_select_district ON public.schools
    AS PERMISSIVE FOR SELECT TO whitecross_district
    USING ((district_id = ( SELECT (phi.my_user()).district_id AS district_id)));
COMMENT ON POLICY schools_select_district ON public.schools IS 'The schools of the district.';

CREATE POLICY schools_select_school ON public.schools
    AS PERMISSIVE FOR SELECT TO whitecross_app, whitecross_readonly
    USING ((id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY schools_select_school ON public.schools IS 'The verified school.';

CREATE POLICY schools_select_trusted ON public.schools
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY schools_select_trusted ON public.schools IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY schools_update_admin ON public.schools
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('DIRECTORY'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('DIRECTORY'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY schools_update_admin ON public.schools IS 'Administrators change schools.';

CREATE POLICY schools_update_district ON public.schools
    AS PERMISSIVE FOR UPDATE TO whitecross_district
    USING ((district_id = ( SELECT (phi.my_user()).district_id AS district_id)))
    WITH CHECK ((district_id = ( SELECT (phi.my_user()).district_id AS district_id)));
COMMENT ON POLICY schools_update_district ON public.schools IS 'District administrators change their schools and cannot move one to another district.';

CREATE POLICY schools_update_trusted ON public.schools
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY schools_update_trusted ON public.schools IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- schools: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.schools TO whitecross_readonly;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(district_id),UPDATE(district_id) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name),UPDATE(name) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(code),UPDATE(code) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(address),UPDATE(address) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(city),UPDATE(city) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(state),UPDATE(state) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(zip_code),UPDATE(zip_code) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone),UPDATE(phone) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email),UPDATE(email) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(principal),UPDATE(principal) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total_enrollment),UPDATE(total_enrollment) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.schools TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.schools
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.schools WITH (security_invoker='true') AS
 SELECT id,
    name,
    code,
    district_id AS "districtId",
    address,
    city,
    state,
    zip_code AS "zipCode",
    phone,
    email,
    principal,
    total_enrollment AS "totalEnrollment",
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.schools;

COMMENT ON VIEW sequelize.schools IS 'Model School: public.schools with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.schools: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.schools TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.schools TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_schools
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_schools()
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
            'schools', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.district_id IS NOT NULL THEN '"district_id":' || to_json(n.district_id) END,
                CASE WHEN n.name IS NOT NULL THEN '"name":' || to_json(n.name) END,
                CASE WHEN n.code IS NOT NULL THEN '"code":' || to_json(n.code) END,
                CASE WHEN n.address IS NOT NULL THEN '"address":' || to_json(n.address) END,
                CASE WHEN n.city IS NOT NULL THEN '"city":' || to_json(n.city) END,
                CASE WHEN n.state IS NOT NULL THEN '"state":' || to_json(n.state) END,
                CASE WHEN n.zip_code IS NOT NULL THEN '"zip_code":' || to_json(n.zip_code) END,
                CASE WHEN n.phone IS NOT NULL THEN '"phone":' || to_json(n.phone) END,
                CASE WHEN n.email IS NOT NULL THEN '"email":' || to_json(n.email) END,
                CASE WHEN n.principal IS NOT NULL THEN '"principal":' || to_json(n.principal) END,
                CASE WHEN n.total_enrollment IS NOT NULL THEN '"total_enrollment":' || to_json(n.total_enrollment) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'schools', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.district_id IS NOT NULL THEN '"district_id":' || to_json(o.district_id) END,
                CASE WHEN o.name IS NOT NULL THEN '"name":' || to_json(o.name) END,
                CASE WHEN o.code IS NOT NULL THEN '"code":' || to_json(o.code) END,
                CASE WHEN o.address IS NOT NULL THEN '"address":' || to_json(o.address) END,
                CASE WHEN o.city IS NOT NULL THEN '"city":' || to_json(o.city) END,
                CASE WHEN o.state IS NOT NULL THEN '"state":' || to_json(o.state) END,
                CASE WHEN o.zip_code IS NOT NULL THEN '"zip_code":' || to_json(o.zip_code) END,
                CASE WHEN o.phone IS NOT NULL THEN '"phone":' || to_json(o.phone) END,
                CASE WHEN o.email IS NOT NULL THEN '"email":' || to_json(o.email) END,
                CASE WHEN o.principal IS NOT NULL THEN '"principal":' || to_json(o.principal) END,
                CASE WHEN o.total_enrollment IS NOT NULL THEN '"total_enrollment":' || to_json(o.total_enrollment) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'schools', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'schools', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(o.name)::text, 'null') END,
                CASE WHEN o.code IS DISTINCT FROM n.code THEN '"code":' || coalesce(to_json(o.code)::text, 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce(to_json(o.address)::text, 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce(to_json(o.city)::text, 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(o.state)::text, 'null') END,
                CASE WHEN o.zip_code IS DISTINCT FROM n.zip_code THEN '"zip_code":' || coalesce(to_json(o.zip_code)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce(to_json(o.phone)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(o.email)::text, 'null') END,
                CASE WHEN o.principal IS DISTINCT FROM n.principal THEN '"principal":' || coalesce(to_json(o.principal)::text, 'null') END,
                CASE WHEN o.total_enrollment IS DISTINCT FROM n.total_enrollment THEN '"total_enrollment":' || coalesce(to_json(o.total_enrollment)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(n.name)::text, 'null') END,
                CASE WHEN o.code IS DISTINCT FROM n.code THEN '"code":' || coalesce(to_json(n.code)::text, 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce(to_json(n.address)::text, 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce(to_json(n.city)::text, 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(n.state)::text, 'null') END,
                CASE WHEN o.zip_code IS DISTINCT FROM n.zip_code THEN '"zip_code":' || coalesce(to_json(n.zip_code)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce(to_json(n.phone)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(n.email)::text, 'null') END,
                CASE WHEN o.principal IS DISTINCT FROM n.principal THEN '"principal":' || coalesce(to_json(n.principal)::text, 'null') END,
                CASE WHEN o.total_enrollment IS DISTINCT FROM n.total_enrollment THEN '"total_enrollment":' || coalesce(to_json(n.total_enrollment)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'schools', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(o.name)::text, 'null') END,
                CASE WHEN o.code IS DISTINCT FROM n.code THEN '"code":' || coalesce(to_json(o.code)::text, 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce(to_json(o.address)::text, 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce(to_json(o.city)::text, 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(o.state)::text, 'null') END,
                CASE WHEN o.zip_code IS DISTINCT FROM n.zip_code THEN '"zip_code":' || coalesce(to_json(o.zip_code)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce(to_json(o.phone)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(o.email)::text, 'null') END,
                CASE WHEN o.principal IS DISTINCT FROM n.principal THEN '"principal":' || coalesce(to_json(o.principal)::text, 'null') END,
                CASE WHEN o.total_enrollment IS DISTINCT FROM n.total_enrollment THEN '"total_enrollment":' || coalesce(to_json(o.total_enrollment)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.name IS DISTINCT FROM n.name THEN '"name":' || coalesce(to_json(n.name)::text, 'null') END,
                CASE WHEN o.code IS DISTINCT FROM n.code THEN '"code":' || coalesce(to_json(n.code)::text, 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce(to_json(n.address)::text, 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce(to_json(n.city)::text, 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(n.state)::text, 'null') END,
                CASE WHEN o.zip_code IS DISTINCT FROM n.zip_code THEN '"zip_code":' || coalesce(to_json(n.zip_code)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce(to_json(n.phone)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(n.email)::text, 'null') END,
                CASE WHEN o.principal IS DISTINCT FROM n.principal THEN '"principal":' || coalesce(to_json(n.principal)::text, 'null') END,
                CASE WHEN o.total_enrollment IS DISTINCT FROM n.total_enrollment THEN '"total_enrollment":' || coalesce(to_json(n.total_enrollment)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_schools() IS 'Trigger: logs every change of schools. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_schools() FROM PUBLIC;
