-- Table contacts, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, PHI,
--             audited, law FERPA, retention STUDENT_RECORDS
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- contacts
-- ----------------------------------------------------------------------------

CREATE TABLE public.contacts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type public.contact_type NOT NULL,
    relation_to uuid,
    relationship_type character varying(50),
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    title character varying(100),
    organization character varying(200),
    email character varying(255),
    phone character varying(20),
    address character varying(255),
    city character varying(100),
    state character varying(50),
    zip character varying(20),
    custom_fields jsonb DEFAULT '{}'::jsonb,
    is_active boolean DEFAULT true NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT contacts_custom_fields_is_object_check CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
    CONSTRAINT contacts_email_is_address_check CHECK (((email)::text ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'::text)),
    CONSTRAINT contacts_phone_looks_dialable_check CHECK (((phone)::text ~ '^[0-9+(). x-]{2,20}$'::text)),
    CONSTRAINT contacts_zip_is_five_or_nine_digits_check CHECK (((zip)::text ~ '^[0-9]{5}(-[0-9]{4})?$'::text))
);

ALTER TABLE ONLY public.contacts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.contacts IS 'PHI: An entry of the shared address book: guardian, staff member, vendor or care provider.';
COMMENT ON COLUMN public.contacts.id IS 'Primary key.';
COMMENT ON COLUMN public.contacts.type IS 'Kind of person. A guardian belongs to a student, a vendor to nobody in particular.';
COMMENT ON COLUMN public.contacts.relation_to IS 'Student or user that the entry concerns, depending on type; NULL for outsiders.';
COMMENT ON COLUMN public.contacts.relationship_type IS 'PHI: Relationship to the student or user in relation_to, free text.';
COMMENT ON COLUMN public.contacts.first_name IS 'PHI: Given name of the person.';
COMMENT ON COLUMN public.contacts.last_name IS 'PHI: Family name of the person.';
COMMENT ON COLUMN public.contacts.title IS 'Job title or form of address, mostly of providers and vendors.';
COMMENT ON COLUMN public.contacts.organization IS 'Practice, company or agency that the person works for.';
COMMENT ON COLUMN public.contacts.email IS 'PHI: Email address of the person.';
COMMENT ON COLUMN public.contacts.phone IS 'PHI: Phone number of the person, preferably in E.164 format.';
COMMENT ON COLUMN public.contacts.address IS 'PHI: Street address of the person.';
COMMENT ON COLUMN public.contacts.city IS 'PHI: City in the person''s address.';
COMMENT ON COLUMN public.contacts.state IS 'State in the address, as code or full name.';
COMMENT ON COLUMN public.contacts.zip IS 'PHI: ZIP or ZIP+4 code of the person''s address.';
COMMENT ON COLUMN public.contacts.custom_fields IS 'PHI: Extra fields that a school defines for itself, a JSON object.';
COMMENT ON COLUMN public.contacts.is_active IS 'FALSE hides the entry from selection lists.';
COMMENT ON COLUMN public.contacts.notes IS 'PHI: Notes on the person, free text that may name a student.';
COMMENT ON COLUMN public.contacts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.contacts.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.contacts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.contacts.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.contacts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- contacts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- contacts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX contacts_created_by_idx ON public.contacts USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX contacts_relation_to_type_idx ON public.contacts USING btree (relation_to, type) WHERE ((relation_to IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.contacts_relation_to_type_idx IS 'Contacts of one student or user.';

CREATE INDEX contacts_type_name_active_idx ON public.contacts USING btree (type, last_name, first_name) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.contacts_type_name_active_idx IS 'Active contacts of one type, by name.';

CREATE INDEX contacts_updated_by_idx ON public.contacts USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- contacts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER contacts_050_no_hard_delete BEFORE DELETE ON public.contacts FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_050_no_hard_delete;
COMMENT ON TRIGGER contacts_050_no_hard_delete ON public.contacts IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER contacts_050_no_truncate BEFORE TRUNCATE ON public.contacts FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_050_no_truncate;
COMMENT ON TRIGGER contacts_050_no_truncate ON public.contacts IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER contacts_200_updated_at BEFORE UPDATE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER contacts_900_audit_delete AFTER DELETE ON public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_contacts();
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_900_audit_delete;
COMMENT ON TRIGGER contacts_900_audit_delete ON public.contacts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER contacts_900_audit_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_contacts();
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_900_audit_insert;
COMMENT ON TRIGGER contacts_900_audit_insert ON public.contacts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER contacts_900_audit_key AFTER UPDATE ON public.contacts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_contacts();
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_900_audit_key;
COMMENT ON TRIGGER contacts_900_audit_key ON public.contacts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER contacts_900_audit_truncate AFTER TRUNCATE ON public.contacts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_contacts();
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_900_audit_truncate;
COMMENT ON TRIGGER contacts_900_audit_truncate ON public.contacts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER contacts_900_audit_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_contacts();
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER contacts_900_audit_update;
COMMENT ON TRIGGER contacts_900_audit_update ON public.contacts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- contacts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

CREATE POLICY contacts_delete_trusted ON public.contacts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY contacts_delete_trusted ON public.contacts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY contacts_fence_admin ON public.contacts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY contacts_fence_admin ON public.contacts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY contacts_insert_staff ON public.contacts
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY contacts_insert_staff ON public.contacts IS 'Users whom the access matrix lets INSERT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY contacts_insert_trusted ON public.contacts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY contacts_insert_trusted ON public.contacts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY contacts_select_staff ON public.contacts
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY contacts_select_staff ON public.contacts IS 'Users whom the access matrix lets SELECT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY contacts_select_trusted ON public.contacts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY contacts_select_trusted ON public.contacts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY contacts_update_staff ON public.contacts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY contacts_update_staff ON public.contacts IS 'Users whom the access matrix lets UPDATE in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY contacts_update_trusted ON public.contacts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY contacts_update_trusted ON public.contacts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- contacts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT ON TABLE public.contacts TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contacts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(type),UPDATE(type) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(relation_to),UPDATE(relation_to) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(relationship_type),UPDATE(relationship_type) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(first_name),UPDATE(first_name) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(last_name),UPDATE(last_name) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(title),UPDATE(title) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(organization),UPDATE(organization) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(email),UPDATE(email) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(phone),UPDATE(phone) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(address),UPDATE(address) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(city),UPDATE(city) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(state),UPDATE(state) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(zip),UPDATE(zip) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(custom_fields),UPDATE(custom_fields) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.contacts TO whitecross_admin;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.contacts TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.contacts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.contacts WITH (security_invoker='true') AS
 SELECT id,
    first_name AS "firstName",
    last_name AS "lastName",
    email,
    phone,
    type,
    organization,
    title,
    address,
    city,
    state,
    zip,
    relation_to AS "relationTo",
    relationship_type AS "relationshipType",
    custom_fields AS "customFields",
    is_active AS "isActive",
    notes,
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.contacts;

COMMENT ON VIEW sequelize.contacts IS 'Model Contact: public.contacts with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.contacts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER contacts_050_soft_delete INSTEAD OF DELETE ON sequelize.contacts FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('contacts');
COMMENT ON TRIGGER contacts_050_soft_delete ON sequelize.contacts IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.contacts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.contacts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.contacts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_contacts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_contacts()
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
            'contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.relation_to IS NOT NULL THEN '"relation_to":' || to_json(n.relation_to) END,
                CASE WHEN n.relationship_type IS NOT NULL THEN '"relationship_type":' || '"***"' END,
                CASE WHEN n.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN n.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || to_json(n.title) END,
                CASE WHEN n.organization IS NOT NULL THEN '"organization":' || '"***"' END,
                CASE WHEN n.email IS NOT NULL THEN '"email":' || '"***"' END,
                CASE WHEN n.phone IS NOT NULL THEN '"phone":' || '"***"' END,
                CASE WHEN n.address IS NOT NULL THEN '"address":' || '"***"' END,
                CASE WHEN n.city IS NOT NULL THEN '"city":' || '"***"' END,
                CASE WHEN n.state IS NOT NULL THEN '"state":' || to_json(n.state) END,
                CASE WHEN n.zip IS NOT NULL THEN '"zip":' || '"***"' END,
                CASE WHEN n.custom_fields IS NOT NULL THEN '"custom_fields":' || '"***"' END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
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
            'contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.relation_to IS NOT NULL THEN '"relation_to":' || to_json(o.relation_to) END,
                CASE WHEN o.relationship_type IS NOT NULL THEN '"relationship_type":' || '"***"' END,
                CASE WHEN o.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN o.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || to_json(o.title) END,
                CASE WHEN o.organization IS NOT NULL THEN '"organization":' || '"***"' END,
                CASE WHEN o.email IS NOT NULL THEN '"email":' || '"***"' END,
                CASE WHEN o.phone IS NOT NULL THEN '"phone":' || '"***"' END,
                CASE WHEN o.address IS NOT NULL THEN '"address":' || '"***"' END,
                CASE WHEN o.city IS NOT NULL THEN '"city":' || '"***"' END,
                CASE WHEN o.state IS NOT NULL THEN '"state":' || to_json(o.state) END,
                CASE WHEN o.zip IS NOT NULL THEN '"zip":' || '"***"' END,
                CASE WHEN o.custom_fields IS NOT NULL THEN '"custom_fields":' || '"***"' END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
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
            'contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.relation_to IS DISTINCT FROM n.relation_to THEN '"relation_to":' || coalesce(to_json(o.relation_to)::text, 'null') END,
                CASE WHEN o.relationship_type IS DISTINCT FROM n.relationship_type THEN '"relationship_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship_type ' || o.relationship_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.organization IS DISTINCT FROM n.organization THEN '"organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' organization ' || o.organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' email ' || o.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone ' || o.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' address ' || o.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' city ' || o.city::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(o.state)::text, 'null') END,
                CASE WHEN o.zip IS DISTINCT FROM n.zip THEN '"zip":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' zip ' || o.zip::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.custom_fields IS DISTINCT FROM n.custom_fields THEN '"custom_fields":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' custom_fields ' || o.custom_fields::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.relation_to IS DISTINCT FROM n.relation_to THEN '"relation_to":' || coalesce(to_json(n.relation_to)::text, 'null') END,
                CASE WHEN o.relationship_type IS DISTINCT FROM n.relationship_type THEN '"relationship_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship_type ' || n.relationship_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.organization IS DISTINCT FROM n.organization THEN '"organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' organization ' || n.organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' email ' || n.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone ' || n.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' address ' || n.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' city ' || n.city::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(n.state)::text, 'null') END,
                CASE WHEN o.zip IS DISTINCT FROM n.zip THEN '"zip":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' zip ' || n.zip::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.custom_fields IS DISTINCT FROM n.custom_fields THEN '"custom_fields":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' custom_fields ' || n.custom_fields::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
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
            'contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.relation_to IS DISTINCT FROM n.relation_to THEN '"relation_to":' || coalesce(to_json(o.relation_to)::text, 'null') END,
                CASE WHEN o.relationship_type IS DISTINCT FROM n.relationship_type THEN '"relationship_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship_type ' || o.relationship_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.organization IS DISTINCT FROM n.organization THEN '"organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' organization ' || o.organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' email ' || o.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone ' || o.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' address ' || o.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' city ' || o.city::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(o.state)::text, 'null') END,
                CASE WHEN o.zip IS DISTINCT FROM n.zip THEN '"zip":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' zip ' || o.zip::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.custom_fields IS DISTINCT FROM n.custom_fields THEN '"custom_fields":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' custom_fields ' || o.custom_fields::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.relation_to IS DISTINCT FROM n.relation_to THEN '"relation_to":' || coalesce(to_json(n.relation_to)::text, 'null') END,
                CASE WHEN o.relationship_type IS DISTINCT FROM n.relationship_type THEN '"relationship_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship_type ' || n.relationship_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.organization IS DISTINCT FROM n.organization THEN '"organization":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' organization ' || n.organization::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' email ' || n.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone ' || n.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' address ' || n.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.city IS DISTINCT FROM n.city THEN '"city":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' city ' || n.city::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.state IS DISTINCT FROM n.state THEN '"state":' || coalesce(to_json(n.state)::text, 'null') END,
                CASE WHEN o.zip IS DISTINCT FROM n.zip THEN '"zip":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' zip ' || n.zip::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.custom_fields IS DISTINCT FROM n.custom_fields THEN '"custom_fields":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' custom_fields ' || n.custom_fields::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_contacts() IS 'Trigger: logs every change of contacts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_contacts() FROM PUBLIC;
