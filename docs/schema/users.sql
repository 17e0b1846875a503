-- Table users, with everything that serves it alone.
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
-- users
-- ----------------------------------------------------------------------------

CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    district_id uuid,
    email character varying(255) NOT NULL,
    email_verified boolean DEFAULT false NOT NULL,
    email_verification_token character varying(255),
    email_verification_expires timestamp with time zone,
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    phone character varying(20),
    role public.user_role DEFAULT 'NURSE'::public.user_role NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    password character varying(255) NOT NULL,
    password_changed_at timestamp with time zone,
    last_password_change timestamp with time zone,
    must_change_password boolean DEFAULT false NOT NULL,
    password_reset_token character varying(255),
    password_reset_expires timestamp with time zone,
    two_factor_enabled boolean DEFAULT false NOT NULL,
    two_factor_secret character varying(255),
    last_login timestamp with time zone,
    failed_login_attempts integer DEFAULT 0 NOT NULL,
    lockout_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_email_is_address_check CHECK (((email)::text ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'::text)),
    CONSTRAINT users_failed_login_attempts_not_negative_check CHECK ((failed_login_attempts >= 0))
);

ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.users IS 'A staff account (nurse, counselor, administrator or viewer) and its login state. Parents have no account.';
COMMENT ON COLUMN public.users.id IS 'Primary key.';
COMMENT ON COLUMN public.users.school_id IS 'School whose records the account may see, NULL for staff above school level.';
COMMENT ON COLUMN public.users.district_id IS 'District whose records the account may see, NULL if the account is bound to one school.';
COMMENT ON COLUMN public.users.email IS 'Work email address and login name; unique, and case-sensitive.';
COMMENT ON COLUMN public.users.email_verified IS 'Whether the user has confirmed the address by following the mailed link.';
COMMENT ON COLUMN public.users.email_verification_token IS 'One-time token in the confirmation link, NULL when none is pending.';
COMMENT ON COLUMN public.users.email_verification_expires IS 'Expiry of the confirmation token; the application refuses the token afterwards.';
COMMENT ON COLUMN public.users.first_name IS 'Given name of the staff member.';
COMMENT ON COLUMN public.users.last_name IS 'Family name of the staff member.';
COMMENT ON COLUMN public.users.phone IS 'Work phone number of the staff member.';
COMMENT ON COLUMN public.users.role IS 'Role of the user; together with school and district it decides what the account may read and write.';
COMMENT ON COLUMN public.users.is_active IS 'FALSE blocks the login. Accounts are kept because records refer to their authors.';
COMMENT ON COLUMN public.users.password IS 'Password hash (bcrypt) computed by the application; never clear text.';
COMMENT ON COLUMN public.users.password_changed_at IS 'Time of the last change by the user. Session tokens issued before it are rejected.';
COMMENT ON COLUMN public.users.last_password_change IS 'Time from which the password''s age counts; account creation until the first change.';
COMMENT ON COLUMN public.users.must_change_password IS 'TRUE forces a new password at the next login.';
COMMENT ON COLUMN public.users.password_reset_token IS 'One-time token in the reset link, NULL when no reset is pending.';
COMMENT ON COLUMN public.users.password_reset_expires IS 'Expiry of the reset token; the application refuses the token afterwards.';
COMMENT ON COLUMN public.users.two_factor_enabled IS 'Whether the login also asks for a one-time code.';
COMMENT ON COLUMN public.users.two_factor_secret IS 'Shared secret for the one-time codes. A credential: keep it out of exports.';
COMMENT ON COLUMN public.users.last_login IS 'Time of the last successful login, NULL before the first.';
COMMENT ON COLUMN public.users.failed_login_attempts IS 'Number of wrong passwords since the last successful login.';
COMMENT ON COLUMN public.users.lockout_until IS 'End of the lockout after too many wrong passwords; no login succeeds before it.';
COMMENT ON COLUMN public.users.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.users.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- users: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- users: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX users_district_id_idx ON public.users USING btree (district_id) WHERE (district_id IS NOT NULL);

CREATE INDEX users_district_id_role_active_idx ON public.users USING btree (district_id, role, last_name, first_name) WHERE is_active;
COMMENT ON INDEX public.users_district_id_role_active_idx IS 'Active staff of a district, by role and name.';

CREATE INDEX users_email_verification_token_idx ON public.users USING btree (email_verification_token) WHERE (email_verification_token IS NOT NULL);
COMMENT ON INDEX public.users_email_verification_token_idx IS 'The user who opens the link in a verification email, found by its token.';

CREATE INDEX users_password_reset_token_idx ON public.users USING btree (password_reset_token) WHERE (password_reset_token IS NOT NULL);
COMMENT ON INDEX public.users_password_reset_token_idx IS 'The user who opens the link in a password reset email, found by its token.';

CREATE INDEX users_role_last_name_active_idx ON public.users USING btree (role, last_name, first_name) WHERE is_active;
COMMENT ON INDEX public.users_role_last_name_active_idx IS 'Active users of one role in all schools, by name.';

CREATE INDEX users_school_id_idx ON public.users USING btree (school_id) WHERE (school_id IS NOT NULL);

CREATE INDEX users_school_id_role_active_idx ON public.users USING btree (school_id, role, last_name, first_name) WHERE is_active;
COMMENT ON INDEX public.users_school_id_role_active_idx IS 'Active staff of a school, by role and name.';

CREATE INDEX users_search_idx ON public.users USING gin (to_tsvector('simple'::regconfig, (((((first_name)::text || ' '::text) || (last_name)::text) || ' '::text) || (email)::text)));
COMMENT ON INDEX public.users_search_idx IS 'Full-text search in names and email: this expression @@ to_tsquery(''simple'', $1).';

-- ----------------------------------------------------------------------------
-- users: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER users_200_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER users_900_audit_delete AFTER DELETE ON public.users REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_users();
ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_900_audit_delete;
COMMENT ON TRIGGER users_900_audit_delete ON public.users IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER users_900_audit_insert AFTER INSERT ON public.users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_users();
ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_900_audit_insert;
COMMENT ON TRIGGER users_900_audit_insert ON public.users IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER users_900_audit_key AFTER UPDATE ON public.users FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_users();
ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_900_audit_key;
COMMENT ON TRIGGER users_900_audit_key ON public.users IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER users_900_audit_truncate AFTER TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_users();
ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_900_audit_truncate;
COMMENT ON TRIGGER users_900_audit_truncate ON public.users IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER users_900_audit_update AFTER UPDATE ON public.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_users();
ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_900_audit_update;
COMMENT ON TRIGGER users_900_audit_update ON public.users IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- users: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_delete_trusted ON public.users
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY users_delete_trusted ON public.users IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY users_fence_admin ON public.users
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY users_fence_admin ON public.users IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY users_fence_district ON public.users
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY users_fence_district ON public.users IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY users_insert_admin ON public.users
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('DIRECTORY'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY users_insert_admin ON public.users IS 'Administrators set users up.';

CREATE POLICY users_insert_trusted ON public.users
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY users_insert_trusted ON public.users IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY users_select_admin ON public.users
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('DIRECTORY'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY users_select_admin ON public.users IS 'Administrators see every user.';

CREATE POLICY users_select_district ON public.users
    AS PERMISSIVE FOR SELECT TO whitecross_district
    USING ((district_id = ( SELECT (phi.my_user()).district_id AS district_id)));
COMMENT ON POLICY users_select_district ON public.users IS 'Staff of the district.';

CREATE POLICY users_select_school ON public.users
    AS PERMISSIVE FOR SELECT TO whitecross_app
    USING (((school_id = ( SELECT phi.my_school() AS my_school)) OR (id = ( SELECT phi.my_id() AS my_id))));
COMMENT ON POLICY users_select_school ON public.users IS 'Staff of the verified school, and the user''s own row.';

CREATE POLICY users_select_trusted ON public.users
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY users_select_trusted ON public.users IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY users_update_admin ON public.users
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('DIRECTORY'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('DIRECTORY'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY users_update_admin ON public.users IS 'Administrators change users.';

CREATE POLICY users_update_trusted ON public.users
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY users_update_trusted ON public.users IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- users: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(district_id),UPDATE(district_id) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email),UPDATE(email) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email_verified),UPDATE(email_verified) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email_verification_expires),UPDATE(email_verification_expires) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(first_name),UPDATE(first_name) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_name),UPDATE(last_name) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone),UPDATE(phone) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(role),UPDATE(role) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(password_changed_at),UPDATE(password_changed_at) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_password_change),UPDATE(last_password_change) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(must_change_password),UPDATE(must_change_password) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(password_reset_expires),UPDATE(password_reset_expires) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(two_factor_enabled),UPDATE(two_factor_enabled) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_login),UPDATE(last_login) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failed_login_attempts),UPDATE(failed_login_attempts) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(lockout_until),UPDATE(lockout_until) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.users TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.users
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.users WITH (security_invoker='true') AS
 SELECT id,
    email,
    password,
    first_name AS "firstName",
    last_name AS "lastName",
    role,
    is_active AS "isActive",
    last_login AS "lastLogin",
    school_id AS "schoolId",
    district_id AS "districtId",
    phone,
    email_verified AS "emailVerified",
    email_verification_token AS "emailVerificationToken",
    email_verification_expires AS "emailVerificationExpires",
    password_reset_token AS "passwordResetToken",
    password_reset_expires AS "passwordResetExpires",
    password_changed_at AS "passwordChangedAt",
    two_factor_enabled AS "twoFactorEnabled",
    two_factor_secret AS "twoFactorSecret",
    failed_login_attempts AS "failedLoginAttempts",
    lockout_until AS "lockoutUntil",
    last_password_change AS "lastPasswordChange",
    must_change_password AS "mustChangePassword",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.users;

COMMENT ON VIEW sequelize.users IS 'Model User: public.users with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.users: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.users TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.users TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_users
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_users()
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
            'users', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.district_id IS NOT NULL THEN '"district_id":' || to_json(n.district_id) END,
                CASE WHEN n.email IS NOT NULL THEN '"email":' || to_json(n.email) END,
                CASE WHEN n.email_verified IS NOT NULL THEN '"email_verified":' || to_json(n.email_verified) END,
                CASE WHEN n.email_verification_token IS NOT NULL THEN '"email_verification_token":' || '"***"' END,
                CASE WHEN n.email_verification_expires IS NOT NULL THEN '"email_verification_expires":' || to_json(n.email_verification_expires) END,
                CASE WHEN n.first_name IS NOT NULL THEN '"first_name":' || to_json(n.first_name) END,
                CASE WHEN n.last_name IS NOT NULL THEN '"last_name":' || to_json(n.last_name) END,
                CASE WHEN n.phone IS NOT NULL THEN '"phone":' || '"***"' END,
                CASE WHEN n.role IS NOT NULL THEN '"role":' || to_json(n.role) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.password IS NOT NULL THEN '"password":' || '"***"' END,
                CASE WHEN n.password_changed_at IS NOT NULL THEN '"password_changed_at":' || to_json(n.password_changed_at) END,
                CASE WHEN n.last_password_change IS NOT NULL THEN '"last_password_change":' || to_json(n.last_password_change) END,
                CASE WHEN n.must_change_password IS NOT NULL THEN '"must_change_password":' || to_json(n.must_change_password) END,
                CASE WHEN n.password_reset_token IS NOT NULL THEN '"password_reset_token":' || '"***"' END,
                CASE WHEN n.password_reset_expires IS NOT NULL THEN '"password_reset_expires":' || to_json(n.password_reset_expires) END,
                CASE WHEN n.two_factor_enabled IS NOT NULL THEN '"two_factor_enabled":' || to_json(n.two_factor_enabled) END,
                CASE WHEN n.two_factor_secret IS NOT NULL THEN '"two_factor_secret":' || '"***"' END,
                CASE WHEN n.last_login IS NOT NULL THEN '"last_login":' || to_json(n.last_login) END,
                CASE WHEN n.failed_login_attempts IS NOT NULL THEN '"failed_login_attempts":' || to_json(n.failed_login_attempts) END,
                CASE WHEN n.lockout_until IS NOT NULL THEN '"lockout_until":' || to_json(n.lockout_until) END,
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
            'users', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.district_id IS NOT NULL THEN '"district_id":' || to_json(o.district_id) END,
                CASE WHEN o.email IS NOT NULL THEN '"email":' || to_json(o.email) END,
                CASE WHEN o.email_verified IS NOT NULL THEN '"email_verified":' || to_json(o.email_verified) END,
                CASE WHEN o.email_verification_token IS NOT NULL THEN '"email_verification_token":' || '"***"' END,
                CASE WHEN o.email_verification_expires IS NOT NULL THEN '"email_verification_expires":' || to_json(o.email_verification_expires) END,
                CASE WHEN o.first_name IS NOT NULL THEN '"first_name":' || to_json(o.first_name) END,
                CASE WHEN o.last_name IS NOT NULL THEN '"last_name":' || to_json(o.last_name) END,
                CASE WHEN o.phone IS NOT NULL THEN '"phone":' || '"***"' END,
                CASE WHEN o.role IS NOT NULL THEN '"role":' || to_json(o.role) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.password IS NOT NULL THEN '"password":' || '"***"' END,
                CASE WHEN o.password_changed_at IS NOT NULL THEN '"password_changed_at":' || to_json(o.password_changed_at) END,
                CASE WHEN o.last_password_change IS NOT NULL THEN '"last_password_change":' || to_json(o.last_password_change) END,
                CASE WHEN o.must_change_password IS NOT NULL THEN '"must_change_password":' || to_json(o.must_change_password) END,
                CASE WHEN o.password_reset_token IS NOT NULL THEN '"password_reset_token":' || '"***"' END,
                CASE WHEN o.password_reset_expires IS NOT NULL THEN '"password_reset_expires":' || to_json(o.password_reset_expires) END,
                CASE WHEN o.two_factor_enabled IS NOT NULL THEN '"two_factor_enabled":' || to_json(o.two_factor_enabled) END,
                CASE WHEN o.two_factor_secret IS NOT NULL THEN '"two_factor_secret":' || '"***"' END,
                CASE WHEN o.last_login IS NOT NULL THEN '"last_login":' || to_json(o.last_login) END,
                CASE WHEN o.failed_login_attempts IS NOT NULL THEN '"failed_login_attempts":' || to_json(o.failed_login_attempts) END,
                CASE WHEN o.lockout_until IS NOT NULL THEN '"lockout_until":' || to_json(o.lockout_until) END,
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
            'users', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'users', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(o.email)::text, 'null') END,
                CASE WHEN o.email_verified IS DISTINCT FROM n.email_verified THEN '"email_verified":' || coalesce(to_json(o.email_verified)::text, 'null') END,
                CASE WHEN o.email_verification_token IS DISTINCT FROM n.email_verification_token THEN '"email_verification_token":' || CASE WHEN o.email_verification_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_verification_expires IS DISTINCT FROM n.email_verification_expires THEN '"email_verification_expires":' || coalesce(to_json(o.email_verification_expires)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce(to_json(o.first_name)::text, 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce(to_json(o.last_name)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone ' || o.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.role IS DISTINCT FROM n.role THEN '"role":' || coalesce(to_json(o.role)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN o.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_changed_at IS DISTINCT FROM n.password_changed_at THEN '"password_changed_at":' || coalesce(to_json(o.password_changed_at)::text, 'null') END,
                CASE WHEN o.last_password_change IS DISTINCT FROM n.last_password_change THEN '"last_password_change":' || coalesce(to_json(o.last_password_change)::text, 'null') END,
                CASE WHEN o.must_change_password IS DISTINCT FROM n.must_change_password THEN '"must_change_password":' || coalesce(to_json(o.must_change_password)::text, 'null') END,
                CASE WHEN o.password_reset_token IS DISTINCT FROM n.password_reset_token THEN '"password_reset_token":' || CASE WHEN o.password_reset_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_reset_expires IS DISTINCT FROM n.password_reset_expires THEN '"password_reset_expires":' || coalesce(to_json(o.password_reset_expires)::text, 'null') END,
                CASE WHEN o.two_factor_enabled IS DISTINCT FROM n.two_factor_enabled THEN '"two_factor_enabled":' || coalesce(to_json(o.two_factor_enabled)::text, 'null') END,
                CASE WHEN o.two_factor_secret IS DISTINCT FROM n.two_factor_secret THEN '"two_factor_secret":' || CASE WHEN o.two_factor_secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.last_login IS DISTINCT FROM n.last_login THEN '"last_login":' || coalesce(to_json(o.last_login)::text, 'null') END,
                CASE WHEN o.failed_login_attempts IS DISTINCT FROM n.failed_login_attempts THEN '"failed_login_attempts":' || coalesce(to_json(o.failed_login_attempts)::text, 'null') END,
                CASE WHEN o.lockout_until IS DISTINCT FROM n.lockout_until THEN '"lockout_until":' || coalesce(to_json(o.lockout_until)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(n.email)::text, 'null') END,
                CASE WHEN o.email_verified IS DISTINCT FROM n.email_verified THEN '"email_verified":' || coalesce(to_json(n.email_verified)::text, 'null') END,
                CASE WHEN o.email_verification_token IS DISTINCT FROM n.email_verification_token THEN '"email_verification_token":' || CASE WHEN n.email_verification_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_verification_expires IS DISTINCT FROM n.email_verification_expires THEN '"email_verification_expires":' || coalesce(to_json(n.email_verification_expires)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce(to_json(n.first_name)::text, 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce(to_json(n.last_name)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone ' || n.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.role IS DISTINCT FROM n.role THEN '"role":' || coalesce(to_json(n.role)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN n.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_changed_at IS DISTINCT FROM n.password_changed_at THEN '"password_changed_at":' || coalesce(to_json(n.password_changed_at)::text, 'null') END,
                CASE WHEN o.last_password_change IS DISTINCT FROM n.last_password_change THEN '"last_password_change":' || coalesce(to_json(n.last_password_change)::text, 'null') END,
                CASE WHEN o.must_change_password IS DISTINCT FROM n.must_change_password THEN '"must_change_password":' || coalesce(to_json(n.must_change_password)::text, 'null') END,
                CASE WHEN o.password_reset_token IS DISTINCT FROM n.password_reset_token THEN '"password_reset_token":' || CASE WHEN n.password_reset_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_reset_expires IS DISTINCT FROM n.password_reset_expires THEN '"password_reset_expires":' || coalesce(to_json(n.password_reset_expires)::text, 'null') END,
                CASE WHEN o.two_factor_enabled IS DISTINCT FROM n.two_factor_enabled THEN '"two_factor_enabled":' || coalesce(to_json(n.two_factor_enabled)::text, 'null') END,
                CASE WHEN o.two_factor_secret IS DISTINCT FROM n.two_factor_secret THEN '"two_factor_secret":' || CASE WHEN n.two_factor_secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.last_login IS DISTINCT FROM n.last_login THEN '"last_login":' || coalesce(to_json(n.last_login)::text, 'null') END,
                CASE WHEN o.failed_login_attempts IS DISTINCT FROM n.failed_login_attempts THEN '"failed_login_attempts":' || coalesce(to_json(n.failed_login_attempts)::text, 'null') END,
                CASE WHEN o.lockout_until IS DISTINCT FROM n.lockout_until THEN '"lockout_until":' || coalesce(to_json(n.lockout_until)::text, 'null') END,
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
            'users', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(o.email)::text, 'null') END,
                CASE WHEN o.email_verified IS DISTINCT FROM n.email_verified THEN '"email_verified":' || coalesce(to_json(o.email_verified)::text, 'null') END,
                CASE WHEN o.email_verification_token IS DISTINCT FROM n.email_verification_token THEN '"email_verification_token":' || CASE WHEN o.email_verification_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_verification_expires IS DISTINCT FROM n.email_verification_expires THEN '"email_verification_expires":' || coalesce(to_json(o.email_verification_expires)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce(to_json(o.first_name)::text, 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce(to_json(o.last_name)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' phone ' || o.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.role IS DISTINCT FROM n.role THEN '"role":' || coalesce(to_json(o.role)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN o.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_changed_at IS DISTINCT FROM n.password_changed_at THEN '"password_changed_at":' || coalesce(to_json(o.password_changed_at)::text, 'null') END,
                CASE WHEN o.last_password_change IS DISTINCT FROM n.last_password_change THEN '"last_password_change":' || coalesce(to_json(o.last_password_change)::text, 'null') END,
                CASE WHEN o.must_change_password IS DISTINCT FROM n.must_change_password THEN '"must_change_password":' || coalesce(to_json(o.must_change_password)::text, 'null') END,
                CASE WHEN o.password_reset_token IS DISTINCT FROM n.password_reset_token THEN '"password_reset_token":' || CASE WHEN o.password_reset_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_reset_expires IS DISTINCT FROM n.password_reset_expires THEN '"password_reset_expires":' || coalesce(to_json(o.password_reset_expires)::text, 'null') END,
                CASE WHEN o.two_factor_enabled IS DISTINCT FROM n.two_factor_enabled THEN '"two_factor_enabled":' || coalesce(to_json(o.two_factor_enabled)::text, 'null') END,
                CASE WHEN o.two_factor_secret IS DISTINCT FROM n.two_factor_secret THEN '"two_factor_secret":' || CASE WHEN o.two_factor_secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.last_login IS DISTINCT FROM n.last_login THEN '"last_login":' || coalesce(to_json(o.last_login)::text, 'null') END,
                CASE WHEN o.failed_login_attempts IS DISTINCT FROM n.failed_login_attempts THEN '"failed_login_attempts":' || coalesce(to_json(o.failed_login_attempts)::text, 'null') END,
                CASE WHEN o.lockout_until IS DISTINCT FROM n.lockout_until THEN '"lockout_until":' || coalesce(to_json(o.lockout_until)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.email IS DISTINCT FROM n.email THEN '"email":' || coalesce(to_json(n.email)::text, 'null') END,
                CASE WHEN o.email_verified IS DISTINCT FROM n.email_verified THEN '"email_verified":' || coalesce(to_json(n.email_verified)::text, 'null') END,
                CASE WHEN o.email_verification_token IS DISTINCT FROM n.email_verification_token THEN '"email_verification_token":' || CASE WHEN n.email_verification_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.email_verification_expires IS DISTINCT FROM n.email_verification_expires THEN '"email_verification_expires":' || coalesce(to_json(n.email_verification_expires)::text, 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce(to_json(n.first_name)::text, 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce(to_json(n.last_name)::text, 'null') END,
                CASE WHEN o.phone IS DISTINCT FROM n.phone THEN '"phone":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' phone ' || n.phone::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.role IS DISTINCT FROM n.role THEN '"role":' || coalesce(to_json(n.role)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.password IS DISTINCT FROM n.password THEN '"password":' || CASE WHEN n.password IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_changed_at IS DISTINCT FROM n.password_changed_at THEN '"password_changed_at":' || coalesce(to_json(n.password_changed_at)::text, 'null') END,
                CASE WHEN o.last_password_change IS DISTINCT FROM n.last_password_change THEN '"last_password_change":' || coalesce(to_json(n.last_password_change)::text, 'null') END,
                CASE WHEN o.must_change_password IS DISTINCT FROM n.must_change_password THEN '"must_change_password":' || coalesce(to_json(n.must_change_password)::text, 'null') END,
                CASE WHEN o.password_reset_token IS DISTINCT FROM n.password_reset_token THEN '"password_reset_token":' || CASE WHEN n.password_reset_token IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.password_reset_expires IS DISTINCT FROM n.password_reset_expires THEN '"password_reset_expires":' || coalesce(to_json(n.password_reset_expires)::text, 'null') END,
                CASE WHEN o.two_factor_enabled IS DISTINCT FROM n.two_factor_enabled THEN '"two_factor_enabled":' || coalesce(to_json(n.two_factor_enabled)::text, 'null') END,
                CASE WHEN o.two_factor_secret IS DISTINCT FROM n.two_factor_secret THEN '"two_factor_secret":' || CASE WHEN n.two_factor_secret IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.last_login IS DISTINCT FROM n.last_login THEN '"last_login":' || coalesce(to_json(n.last_login)::text, 'null') END,
                CASE WHEN o.failed_login_attempts IS DISTINCT FROM n.failed_login_attempts THEN '"failed_login_attempts":' || coalesce(to_json(n.failed_login_attempts)::text, 'null') END,
                CASE WHEN o.lockout_until IS DISTINCT FROM n.lockout_until THEN '"lockout_until":' || coalesce(to_json(n.lockout_until)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_users() IS 'Trigger: logs every change of users. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_users() FROM PUBLIC;
