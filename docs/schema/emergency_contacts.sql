-- Table emergency_contacts, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group IDENTITY, tenant SCHOOL, student in student_id, PHI,
--             audited, law FERPA, retention STUDENT_RECORDS
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

CREATE TABLE public.emergency_contacts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    relationship character varying(50) NOT NULL,
    phone_number character varying(20),
    email character varying(255),
    address text,
    priority public.contact_priority DEFAULT 'PRIMARY'::public.contact_priority NOT NULL,
    preferred_contact_method public.contact_method DEFAULT 'ANY'::public.contact_method,
    notification_channels text,
    verification_status public.verification_status DEFAULT 'UNVERIFIED'::public.verification_status,
    last_verified_at timestamp with time zone,
    can_pickup_student boolean DEFAULT false,
    is_active boolean DEFAULT true NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    phone_number_encrypted bytea,
    email_encrypted bytea,
    address_encrypted bytea,
    CONSTRAINT emergency_contacts_email_is_address_check CHECK (((email)::text ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'::text)),
    CONSTRAINT emergency_contacts_phone_number_in_one_form_check CHECK (((phone_number IS NOT NULL) OR (phone_number_encrypted IS NOT NULL))),
    CONSTRAINT emergency_contacts_phone_number_looks_dialable_check CHECK (((phone_number)::text ~ '^[0-9+(). x-]{2,20}$'::text))
);

ALTER TABLE ONLY public.emergency_contacts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.emergency_contacts IS 'PHI: A person to call about one student in an emergency. Nurses and emergency broadcasts use it.';
COMMENT ON COLUMN public.emergency_contacts.id IS 'Primary key.';
COMMENT ON COLUMN public.emergency_contacts.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.emergency_contacts.student_id IS 'Student whom the contact is called about.';
COMMENT ON COLUMN public.emergency_contacts.first_name IS 'PHI: Given name of the contact.';
COMMENT ON COLUMN public.emergency_contacts.last_name IS 'PHI: Family name of the contact.';
COMMENT ON COLUMN public.emergency_contacts.relationship IS 'PHI: Relationship to the student (mother, neighbor), free text.';
COMMENT ON COLUMN public.emergency_contacts.phone_number IS 'PHI: Phone number to call first, preferably in E.164 format.';
COMMENT ON COLUMN public.emergency_contacts.email IS 'PHI: Email address of the contact.';
COMMENT ON COLUMN public.emergency_contacts.address IS 'PHI: Home address of the contact as one text.';
COMMENT ON COLUMN public.emergency_contacts.priority IS 'Calling order. Several contacts of a student may have the same priority.';
COMMENT ON COLUMN public.emergency_contacts.preferred_contact_method IS 'Method by which the contact wants to be reached first.';
COMMENT ON COLUMN public.emergency_contacts.notification_channels IS 'Channels for automatic notices; a JSON array that the application stores as text.';
COMMENT ON COLUMN public.emergency_contacts.verification_status IS 'State of the check that the phone number reaches the contact.';
COMMENT ON COLUMN public.emergency_contacts.last_verified_at IS 'Time when the contact details were last confirmed, NULL if never.';
COMMENT ON COLUMN public.emergency_contacts.can_pickup_student IS 'Whether the contact may take the student home. NULL means no.';
COMMENT ON COLUMN public.emergency_contacts.is_active IS 'FALSE removes the contact from the call list; the row is kept as history.';
COMMENT ON COLUMN public.emergency_contacts.notes IS 'PHI: Notes for the caller, such as language, working hours or custody limits.';
COMMENT ON COLUMN public.emergency_contacts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.emergency_contacts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.emergency_contacts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.emergency_contacts.phone_number_encrypted IS 'PHI: Ciphertext of phone_number (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.emergency_contacts.email_encrypted IS 'PHI: Ciphertext of email (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.emergency_contacts.address_encrypted IS 'PHI: Ciphertext of address (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- emergency_contacts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- emergency_contacts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX emergency_contacts_school_id_idx ON public.emergency_contacts USING btree (school_id);

CREATE INDEX emergency_contacts_school_id_verification_status_active_idx ON public.emergency_contacts USING btree (school_id, verification_status) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.emergency_contacts_school_id_verification_status_active_idx IS 'Active contacts of a school with one verification status, such as those not verified yet.';

CREATE INDEX emergency_contacts_student_id_idx ON public.emergency_contacts USING btree (student_id);

-- ----------------------------------------------------------------------------
-- emergency_contacts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER emergency_contacts_050_no_hard_delete BEFORE DELETE ON public.emergency_contacts FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_050_no_hard_delete;
COMMENT ON TRIGGER emergency_contacts_050_no_hard_delete ON public.emergency_contacts IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_050_no_truncate BEFORE TRUNCATE ON public.emergency_contacts FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_050_no_truncate;
COMMENT ON TRIGGER emergency_contacts_050_no_truncate ON public.emergency_contacts IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.emergency_contacts FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_100_school_id;

CREATE TRIGGER emergency_contacts_200_updated_at BEFORE UPDATE ON public.emergency_contacts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER emergency_contacts_300_ciphertext BEFORE INSERT OR UPDATE OF id, phone_number, email, address, phone_number_encrypted, email_encrypted, address_encrypted ON public.emergency_contacts FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_emergency_contacts();
COMMENT ON TRIGGER emergency_contacts_300_ciphertext ON public.emergency_contacts IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_900_audit_delete AFTER DELETE ON public.emergency_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_emergency_contacts();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_900_audit_delete;
COMMENT ON TRIGGER emergency_contacts_900_audit_delete ON public.emergency_contacts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_900_audit_insert AFTER INSERT ON public.emergency_contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_emergency_contacts();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_900_audit_insert;
COMMENT ON TRIGGER emergency_contacts_900_audit_insert ON public.emergency_contacts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_900_audit_key AFTER UPDATE ON public.emergency_contacts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_emergency_contacts();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_900_audit_key;
COMMENT ON TRIGGER emergency_contacts_900_audit_key ON public.emergency_contacts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_900_audit_truncate AFTER TRUNCATE ON public.emergency_contacts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_emergency_contacts();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_900_audit_truncate;
COMMENT ON TRIGGER emergency_contacts_900_audit_truncate ON public.emergency_contacts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER emergency_contacts_900_audit_update AFTER UPDATE ON public.emergency_contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_emergency_contacts();
ALTER TABLE public.emergency_contacts ENABLE ALWAYS TRIGGER emergency_contacts_900_audit_update;
COMMENT ON TRIGGER emergency_contacts_900_audit_update ON public.emergency_contacts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- emergency_contacts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.emergency_contacts ENABLE ROW LEVEL SECURITY;

CREATE POLICY emergency_contacts_delete_trusted ON public.emergency_contacts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY emergency_contacts_delete_trusted ON public.emergency_contacts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY emergency_contacts_fence_admin ON public.emergency_contacts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY emergency_contacts_fence_admin ON public.emergency_contacts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY emergency_contacts_fence_district ON public.emergency_contacts
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY emergency_contacts_fence_district ON public.emergency_contacts IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY emergency_contacts_fence_school ON public.emergency_contacts
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY emergency_contacts_fence_school ON public.emergency_contacts IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY emergency_contacts_insert_staff ON public.emergency_contacts
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY emergency_contacts_insert_staff ON public.emergency_contacts IS 'Users whom the access matrix lets INSERT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_contacts_insert_trusted ON public.emergency_contacts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY emergency_contacts_insert_trusted ON public.emergency_contacts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY emergency_contacts_select_masked ON public.emergency_contacts
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('IDENTITY'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY emergency_contacts_select_masked ON public.emergency_contacts IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY emergency_contacts_select_staff ON public.emergency_contacts
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY emergency_contacts_select_staff ON public.emergency_contacts IS 'Users whom the access matrix lets SELECT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_contacts_select_trusted ON public.emergency_contacts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY emergency_contacts_select_trusted ON public.emergency_contacts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY emergency_contacts_update_staff ON public.emergency_contacts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY emergency_contacts_update_staff ON public.emergency_contacts IS 'Users whom the access matrix lets UPDATE in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_contacts_update_trusted ON public.emergency_contacts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY emergency_contacts_update_trusted ON public.emergency_contacts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- emergency_contacts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.emergency_contacts TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.emergency_contacts TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.emergency_contacts TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.emergency_contacts TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(first_name),UPDATE(first_name) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_name),UPDATE(last_name) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(relationship),UPDATE(relationship) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone_number),UPDATE(phone_number) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(email),UPDATE(email) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(address),UPDATE(address) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(preferred_contact_method),UPDATE(preferred_contact_method) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notification_channels),UPDATE(notification_channels) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(verification_status),UPDATE(verification_status) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_verified_at),UPDATE(last_verified_at) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(can_pickup_student),UPDATE(can_pickup_student) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone_number_encrypted),UPDATE(phone_number_encrypted) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(email_encrypted),UPDATE(email_encrypted) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(address_encrypted),UPDATE(address_encrypted) ON TABLE public.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.emergency_contacts
-- ----------------------------------------------------------------------------

CREATE VIEW masked.emergency_contacts WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    ("left"((first_name)::text, 1) || '.'::text) AS first_name,
    ("left"((last_name)::text, 1) || '.'::text) AS last_name,
    NULL::character varying(50) AS relationship,
        CASE
            WHEN (length((phone_number)::text) > 6) THEN ('***'::text || "right"((phone_number)::text, 4))
            WHEN (phone_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS phone_number,
        CASE
            WHEN ((email)::text ~~ '%@%'::text) THEN ('***@'::text || split_part((email)::text, '@'::text, 2))
            WHEN (email IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS email,
    NULL::text AS address,
    priority,
    preferred_contact_method,
    notification_channels,
    verification_status,
    last_verified_at,
    can_pickup_student,
    is_active,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at,
    NULL::bytea AS phone_number_encrypted,
    NULL::bytea AS email_encrypted,
    NULL::bytea AS address_encrypted
   FROM public.emergency_contacts t;

ALTER VIEW masked.emergency_contacts OWNER TO whitecross_masker;

COMMENT ON VIEW masked.emergency_contacts IS 'Table emergency_contacts with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.emergency_contacts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.emergency_contacts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.emergency_contacts WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    first_name AS "firstName",
    last_name AS "lastName",
    relationship,
    phone_number AS "phoneNumber",
    email,
    address,
    priority,
    is_active AS "isActive",
    preferred_contact_method AS "preferredContactMethod",
    verification_status AS "verificationStatus",
    last_verified_at AS "lastVerifiedAt",
    notification_channels AS "notificationChannels",
    can_pickup_student AS "canPickupStudent",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.emergency_contacts
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.emergency_contacts IS 'Model EmergencyContact: public.emergency_contacts with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.emergency_contacts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER emergency_contacts_050_soft_delete INSTEAD OF DELETE ON sequelize.emergency_contacts FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('emergency_contacts');
COMMENT ON TRIGGER emergency_contacts_050_soft_delete ON sequelize.emergency_contacts IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.emergency_contacts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.emergency_contacts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.emergency_contacts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_emergency_contacts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_emergency_contacts()
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
            'emergency_contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN n.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN n.relationship IS NOT NULL THEN '"relationship":' || '"***"' END,
                CASE WHEN n.phone_number IS NOT NULL THEN '"phone_number":' || '"***"' END,
                CASE WHEN n.email IS NOT NULL THEN '"email":' || '"***"' END,
                CASE WHEN n.address IS NOT NULL THEN '"address":' || '"***"' END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.preferred_contact_method IS NOT NULL THEN '"preferred_contact_method":' || to_json(n.preferred_contact_method) END,
                CASE WHEN n.notification_channels IS NOT NULL THEN '"notification_channels":' || to_json(n.notification_channels) END,
                CASE WHEN n.verification_status IS NOT NULL THEN '"verification_status":' || to_json(n.verification_status) END,
                CASE WHEN n.last_verified_at IS NOT NULL THEN '"last_verified_at":' || to_json(n.last_verified_at) END,
                CASE WHEN n.can_pickup_student IS NOT NULL THEN '"can_pickup_student":' || to_json(n.can_pickup_student) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.phone_number_encrypted IS NOT NULL THEN '"phone_number_encrypted":' || '"***"' END,
                CASE WHEN n.email_encrypted IS NOT NULL THEN '"email_encrypted":' || '"***"' END,
                CASE WHEN n.address_encrypted IS NOT NULL THEN '"address_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'emergency_contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN o.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN o.relationship IS NOT NULL THEN '"relationship":' || '"***"' END,
                CASE WHEN o.phone_number IS NOT NULL THEN '"phone_number":' || '"***"' END,
                CASE WHEN o.email IS NOT NULL THEN '"email":' || '"***"' END,
                CASE WHEN o.address IS NOT NULL THEN '"address":' || '"***"' END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.preferred_contact_method IS NOT NULL THEN '"preferred_contact_method":' || to_json(o.preferred_contact_method) END,
                CASE WHEN o.notification_channels IS NOT NULL THEN '"notification_channels":' || to_json(o.notification_channels) END,
                CASE WHEN o.verification_status IS NOT NULL THEN '"verification_status":' || to_json(o.verification_status) END,
                CASE WHEN o.last_verified_at IS NOT NULL THEN '"last_verified_at":' || to_json(o.last_verified_at) END,
                CASE WHEN o.can_pickup_student IS NOT NULL THEN '"can_pickup_student":' || to_json(o.can_pickup_student) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.phone_number_encrypted IS NOT NULL THEN '"phone_number_encrypted":' || '"***"' END,
                CASE WHEN o.email_encrypted IS NOT NULL THEN '"email_encrypted":' || '"***"' END,
                CASE WHEN o.address_encrypted IS NOT NULL THEN '"address_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'emergency_contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'emergency_contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship ' || o.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone_number IS DISTINCT FROM n.phone_number THEN '"phone_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone_number ' || o.phone_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' email ' || o.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' address ' || o.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.preferred_contact_method IS DISTINCT FROM n.preferred_contact_method THEN '"preferred_contact_method":' || coalesce(to_json(o.preferred_contact_method)::text, 'null') END,
                CASE WHEN o.notification_channels IS DISTINCT FROM n.notification_channels THEN '"notification_channels":' || coalesce(to_json(o.notification_channels)::text, 'null') END,
                CASE WHEN o.verification_status IS DISTINCT FROM n.verification_status THEN '"verification_status":' || coalesce(to_json(o.verification_status)::text, 'null') END,
                CASE WHEN o.last_verified_at IS DISTINCT FROM n.last_verified_at THEN '"last_verified_at":' || coalesce(to_json(o.last_verified_at)::text, 'null') END,
                CASE WHEN o.can_pickup_student IS DISTINCT FROM n.can_pickup_student THEN '"can_pickup_student":' || coalesce(to_json(o.can_pickup_student)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.phone_number_encrypted IS DISTINCT FROM n.phone_number_encrypted THEN '"phone_number_encrypted":' || CASE WHEN o.phone_number_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_encrypted IS DISTINCT FROM n.email_encrypted THEN '"email_encrypted":' || CASE WHEN o.email_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.address_encrypted IS DISTINCT FROM n.address_encrypted THEN '"address_encrypted":' || CASE WHEN o.address_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship ' || n.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone_number IS DISTINCT FROM n.phone_number THEN '"phone_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone_number ' || n.phone_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' email ' || n.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' address ' || n.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.preferred_contact_method IS DISTINCT FROM n.preferred_contact_method THEN '"preferred_contact_method":' || coalesce(to_json(n.preferred_contact_method)::text, 'null') END,
                CASE WHEN o.notification_channels IS DISTINCT FROM n.notification_channels THEN '"notification_channels":' || coalesce(to_json(n.notification_channels)::text, 'null') END,
                CASE WHEN o.verification_status IS DISTINCT FROM n.verification_status THEN '"verification_status":' || coalesce(to_json(n.verification_status)::text, 'null') END,
                CASE WHEN o.last_verified_at IS DISTINCT FROM n.last_verified_at THEN '"last_verified_at":' || coalesce(to_json(n.last_verified_at)::text, 'null') END,
                CASE WHEN o.can_pickup_student IS DISTINCT FROM n.can_pickup_student THEN '"can_pickup_student":' || coalesce(to_json(n.can_pickup_student)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.phone_number_encrypted IS DISTINCT FROM n.phone_number_encrypted THEN '"phone_number_encrypted":' || CASE WHEN n.phone_number_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_encrypted IS DISTINCT FROM n.email_encrypted THEN '"email_encrypted":' || CASE WHEN n.email_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.address_encrypted IS DISTINCT FROM n.address_encrypted THEN '"address_encrypted":' || CASE WHEN n.address_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'emergency_contacts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' relationship ' || o.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone_number IS DISTINCT FROM n.phone_number THEN '"phone_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone_number ' || o.phone_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' email ' || o.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' address ' || o.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.preferred_contact_method IS DISTINCT FROM n.preferred_contact_method THEN '"preferred_contact_method":' || coalesce(to_json(o.preferred_contact_method)::text, 'null') END,
                CASE WHEN o.notification_channels IS DISTINCT FROM n.notification_channels THEN '"notification_channels":' || coalesce(to_json(o.notification_channels)::text, 'null') END,
                CASE WHEN o.verification_status IS DISTINCT FROM n.verification_status THEN '"verification_status":' || coalesce(to_json(o.verification_status)::text, 'null') END,
                CASE WHEN o.last_verified_at IS DISTINCT FROM n.last_verified_at THEN '"last_verified_at":' || coalesce(to_json(o.last_verified_at)::text, 'null') END,
                CASE WHEN o.can_pickup_student IS DISTINCT FROM n.can_pickup_student THEN '"can_pickup_student":' || coalesce(to_json(o.can_pickup_student)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.phone_number_encrypted IS DISTINCT FROM n.phone_number_encrypted THEN '"phone_number_encrypted":' || CASE WHEN o.phone_number_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_encrypted IS DISTINCT FROM n.email_encrypted THEN '"email_encrypted":' || CASE WHEN o.email_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.address_encrypted IS DISTINCT FROM n.address_encrypted THEN '"address_encrypted":' || CASE WHEN o.address_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.relationship IS DISTINCT FROM n.relationship THEN '"relationship":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' relationship ' || n.relationship::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.phone_number IS DISTINCT FROM n.phone_number THEN '"phone_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone_number ' || n.phone_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' email ' || n.email::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.address IS DISTINCT FROM n.address THEN '"address":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' address ' || n.address::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.preferred_contact_method IS DISTINCT FROM n.preferred_contact_method THEN '"preferred_contact_method":' || coalesce(to_json(n.preferred_contact_method)::text, 'null') END,
                CASE WHEN o.notification_channels IS DISTINCT FROM n.notification_channels THEN '"notification_channels":' || coalesce(to_json(n.notification_channels)::text, 'null') END,
                CASE WHEN o.verification_status IS DISTINCT FROM n.verification_status THEN '"verification_status":' || coalesce(to_json(n.verification_status)::text, 'null') END,
                CASE WHEN o.last_verified_at IS DISTINCT FROM n.last_verified_at THEN '"last_verified_at":' || coalesce(to_json(n.last_verified_at)::text, 'null') END,
                CASE WHEN o.can_pickup_student IS DISTINCT FROM n.can_pickup_student THEN '"can_pickup_student":' || coalesce(to_json(n.can_pickup_student)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.phone_number_encrypted IS DISTINCT FROM n.phone_number_encrypted THEN '"phone_number_encrypted":' || CASE WHEN n.phone_number_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_encrypted IS DISTINCT FROM n.email_encrypted THEN '"email_encrypted":' || CASE WHEN n.email_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.address_encrypted IS DISTINCT FROM n.address_encrypted THEN '"address_encrypted":' || CASE WHEN n.address_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_emergency_contacts() IS 'Trigger: logs every change of emergency_contacts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_emergency_contacts() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_emergency_contacts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_emergency_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.phone_number IS NOT NULL THEN
            NEW.phone_number_encrypted := NULL;
        END IF;
        IF NEW.email IS NOT NULL THEN
            NEW.email_encrypted := NULL;
        END IF;
        IF NEW.address IS NOT NULL THEN
            NEW.address_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.phone_number IS DISTINCT FROM OLD.phone_number
                AND (
                    OLD.phone_number IS NOT NULL OR OLD.phone_number_encrypted IS NULL OR NEW.phone_number_encrypted IS NOT NULL
                )
            )
            OR (NEW.phone_number IS NULL AND OLD.phone_number_encrypted IS NOT NULL AND NEW.phone_number_encrypted IS NULL)
            OR (
                NEW.email IS DISTINCT FROM OLD.email
                AND (
                    OLD.email IS NOT NULL OR OLD.email_encrypted IS NULL OR NEW.email_encrypted IS NOT NULL
                )
            )
            OR (NEW.email IS NULL AND OLD.email_encrypted IS NOT NULL AND NEW.email_encrypted IS NULL)
            OR (
                NEW.address IS DISTINCT FROM OLD.address
                AND (
                    OLD.address IS NOT NULL OR OLD.address_encrypted IS NULL OR NEW.address_encrypted IS NOT NULL
                )
            )
            OR (NEW.address IS NULL AND OLD.address_encrypted IS NOT NULL AND NEW.address_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.phone_number IS DISTINCT FROM OLD.phone_number
                AND (NEW.phone_number IS NOT NULL OR NEW.phone_number_encrypted IS NOT DISTINCT FROM OLD.phone_number_encrypted)
            )
            OR (NEW.phone_number IS NOT NULL AND NEW.phone_number_encrypted IS DISTINCT FROM OLD.phone_number_encrypted)
        THEN
            NEW.phone_number_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.email IS DISTINCT FROM OLD.email
                AND (NEW.email IS NOT NULL OR NEW.email_encrypted IS NOT DISTINCT FROM OLD.email_encrypted)
            )
            OR (NEW.email IS NOT NULL AND NEW.email_encrypted IS DISTINCT FROM OLD.email_encrypted)
        THEN
            NEW.email_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.address IS DISTINCT FROM OLD.address
                AND (NEW.address IS NOT NULL OR NEW.address_encrypted IS NOT DISTINCT FROM OLD.address_encrypted)
            )
            OR (NEW.address IS NOT NULL AND NEW.address_encrypted IS DISTINCT FROM OLD.address_encrypted)
        THEN
            NEW.address_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_emergency_contacts() IS 'Trigger: clears the ciphertext of every value that changes in emergency_contacts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_emergency_contacts() FROM PUBLIC;
