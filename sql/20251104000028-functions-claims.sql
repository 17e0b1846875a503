-- The helpers of the policies: the verified user, the rows within reach, the rights on them.
--
-- For each transaction the application sets app.user_id, app.user_role, app.school_id and
-- app.district_id. A session that can run SQL can set them to anything, so a claim counts only if
-- table users confirms it: the user exists, is active and not locked, has this role, and belongs to
-- this school or district. One claim that does not fit makes all of them void: the functions return
-- NULL or FALSE, and the policies show nothing. A claim that is not a uuid is an error.
--
-- A policy calls each helper as (SELECT phi.f()): once a statement and not once a row. They are
-- SECURITY DEFINER because the caller may not read users. The owner reads users by a policy of its
-- own; otherwise the policies of users would call these functions again, without end.
--
-- Tables:   phi.break_glass_grants
-- HIPAA:    45 CFR 164.312(a)(1) access control, (a)(2)(ii) emergency access, (d) authentication
-- Locks:    none on existing tables
-- Rollback: drops the functions and the record of emergency access (the audit log keeps its own)
--
-- depends: 20251104000028-data-access-matrix

-- ----------------------------------------------------------------------------
-- phi.break_glass_grants: access in an emergency, for a time, to one student
-- ----------------------------------------------------------------------------

CREATE TABLE phi.break_glass_grants (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id     uuid        NOT NULL,
    student_id  uuid        NOT NULL,
    school_id   uuid        NOT NULL,
    reason      text        NOT NULL,
    approved_by uuid        NOT NULL,
    granted_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz,

    CONSTRAINT break_glass_grants_pkey
        PRIMARY KEY (id),
    CONSTRAINT break_glass_grants_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES public.users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT break_glass_grants_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES public.students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT break_glass_grants_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES public.schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT break_glass_grants_approved_by_fkey
        FOREIGN KEY (approved_by) REFERENCES public.users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT break_glass_grants_reason_is_a_sentence_check
        CHECK (length(btrim(reason)) >= 20),
    CONSTRAINT break_glass_grants_approved_by_another_check
        CHECK (approved_by <> user_id),
    CONSTRAINT break_glass_grants_at_most_four_hours_check
        CHECK (expires_at > granted_at AND expires_at <= granted_at + interval '4 hours')
);

COMMENT ON TABLE phi.break_glass_grants IS
    'PHI: Emergency access of one user to one student, for hours at most; reviewed afterwards.';
COMMENT ON COLUMN phi.break_glass_grants.id IS 'Primary key.';
COMMENT ON COLUMN phi.break_glass_grants.user_id IS 'User who needs the access.';
COMMENT ON COLUMN phi.break_glass_grants.student_id IS 'Student whose records are opened.';
COMMENT ON COLUMN phi.break_glass_grants.school_id IS 'School of the student at that time.';
COMMENT ON COLUMN phi.break_glass_grants.reason IS
    'PHI: Why it could not wait, at least twenty characters.';
COMMENT ON COLUMN phi.break_glass_grants.approved_by IS
    'Administrator who approved it; never the user who needs the access.';
COMMENT ON COLUMN phi.break_glass_grants.granted_at IS 'Start of the access.';
COMMENT ON COLUMN phi.break_glass_grants.expires_at IS
    'When the access expires: four hours after granted_at at most.';
COMMENT ON COLUMN phi.break_glass_grants.revoked_at IS
    'When it was ended early; NULL if it ran until expires_at.';

CREATE INDEX break_glass_grants_user_id_expires_at_idx
    ON phi.break_glass_grants (user_id, expires_at DESC);
CREATE INDEX break_glass_grants_student_id_idx ON phi.break_glass_grants (student_id);
CREATE INDEX break_glass_grants_school_id_idx ON phi.break_glass_grants (school_id);
CREATE INDEX break_glass_grants_approved_by_idx ON phi.break_glass_grants (approved_by);

-- ----------------------------------------------------------------------------
-- phi.guest_students: students of another school who are assigned or opened to a user
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.guest_students(p_user_id uuid, p_school_id uuid)
RETURNS uuid[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN ARRAY(
        SELECT s.id
        FROM public.students AS s
        WHERE s.nurse_id = p_user_id AND s.school_id = p_school_id
        UNION
        SELECT g.student_id
        FROM phi.break_glass_grants AS g
        WHERE
            g.user_id = p_user_id AND g.school_id = p_school_id
            AND g.expires_at > now() AND g.revoked_at IS NULL
    );
END
$function$;

COMMENT ON FUNCTION phi.guest_students(uuid, uuid) IS
    'Students of a school that are assigned to a nurse, or opened to a user in an emergency.';

REVOKE EXECUTE ON FUNCTION phi.guest_students(uuid, uuid) FROM public;

-- ----------------------------------------------------------------------------
-- phi.my_user: the claimed user, if table users confirms the claims
-- ----------------------------------------------------------------------------

CREATE TYPE phi.verified_user AS (
    id uuid,
    role public.user_role,
    school_id uuid,
    district_id uuid
);
COMMENT ON TYPE phi.verified_user IS 'The facts about a user that the policies need.';

CREATE FUNCTION phi.my_user()
RETURNS phi.verified_user
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user phi.verified_user;
    v_school uuid := nullif(current_setting('app.school_id', TRUE), '')::uuid;
BEGIN
    SELECT u.id, u.role, u.school_id, u.district_id INTO v_user
    FROM public.users AS u
    WHERE
        u.id = nullif(current_setting('app.user_id', TRUE), '')::uuid
        AND u.is_active
        AND (u.lockout_until IS NULL OR u.lockout_until <= now())
        AND u.role::text = current_setting('app.user_role', TRUE)
        -- The district may be left out; a wrong one makes all claims void.
        AND (
            coalesce(current_setting('app.district_id', TRUE), '') IN ('', u.district_id::text)
            OR u.role = 'ADMIN'
        );

    -- So does a school to which the user has no access.
    IF v_school IS NULL OR v_school = v_user.school_id OR v_user.role = 'ADMIN' THEN
        RETURN v_user;
    ELSIF v_user.role = 'DISTRICT_ADMIN' AND EXISTS (
        SELECT FROM public.schools AS s
        WHERE s.id = v_school AND s.district_id = v_user.district_id
    ) THEN
        RETURN v_user;
    ELSIF cardinality(phi.guest_students(v_user.id, v_school)) > 0 THEN
        RETURN v_user;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.my_user() IS
    'The user of this transaction, verified against table users; all NULL if a claim is wrong.';

REVOKE EXECUTE ON FUNCTION phi.my_user() FROM public;

CREATE FUNCTION phi.my_id()
RETURNS uuid
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN (phi.my_user()).id;
END
$function$;

COMMENT ON FUNCTION phi.my_id() IS 'Id of the verified user; NULL if there is none.';

REVOKE EXECUTE ON FUNCTION phi.my_id() FROM public;

-- ----------------------------------------------------------------------------
-- The fence: the school and the schools within reach
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.my_school()
RETURNS uuid
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF (phi.my_user()).id IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN nullif(current_setting('app.school_id', TRUE), '')::uuid;
END
$function$;

COMMENT ON FUNCTION phi.my_school() IS
    'The claimed school, if the verified user has access to it; NULL if not.';

REVOKE EXECUTE ON FUNCTION phi.my_school() FROM public;

CREATE FUNCTION phi.my_schools()
RETURNS uuid[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
BEGIN
    RETURN CASE v_user.role
        WHEN 'DISTRICT_ADMIN' THEN ARRAY(
            SELECT s.id FROM public.schools AS s WHERE s.district_id = v_user.district_id
        )
    END;
END
$function$;

COMMENT ON FUNCTION phi.my_schools() IS
    'The schools of the district of a verified district administrator; NULL for anyone else.';

REVOKE EXECUTE ON FUNCTION phi.my_schools() FROM public;

CREATE FUNCTION phi.is_admin()
RETURNS boolean
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN coalesce((phi.my_user()).role = 'ADMIN', FALSE);
END
$function$;

COMMENT ON FUNCTION phi.is_admin() IS 'TRUE if the verified user is an administrator.';

REVOKE EXECUTE ON FUNCTION phi.is_admin() FROM public;

-- ----------------------------------------------------------------------------
-- phi.may: the access matrix
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.may(p_group phi.access_group, p_command text)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
BEGIN
    -- Outside the user's own school, no group is open as a whole.
    IF v_user.role IN ('ADMIN', 'DISTRICT_ADMIN')
        OR v_user.school_id = nullif(current_setting('app.school_id', TRUE), '')::uuid
    THEN
        RETURN EXISTS (
            SELECT FROM phi.access AS a
            WHERE
                a.user_role = v_user.role
                AND a.access_group = p_group
                AND CASE p_command
                    WHEN 'SELECT' THEN a.may_select
                    WHEN 'INSERT' THEN a.may_insert
                    WHEN 'UPDATE' THEN a.may_update
                    WHEN 'MASKED' THEN a.may_masked
                END
        );
    END IF;
    RETURN FALSE;
END
$function$;

COMMENT ON FUNCTION phi.may(phi.access_group, text) IS
    'TRUE if the verified user may SELECT, INSERT, UPDATE or see MASKED the rows of a group that '
    'the fence leaves.';

REVOKE EXECUTE ON FUNCTION phi.may(phi.access_group, text) FROM public;

CREATE FUNCTION phi.may_students(p_group phi.access_group, p_command text)
RETURNS uuid[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
    v_role public.user_role := v_user.role;
BEGIN
    -- In an emergency an administrator has a nurse's right to read, but not to write.
    IF p_command = 'SELECT' AND v_role IN ('ADMIN', 'DISTRICT_ADMIN', 'SCHOOL_ADMIN') THEN
        v_role := 'NURSE';
    END IF;
    IF EXISTS (
        SELECT FROM phi.access AS a
        WHERE
            a.user_role = v_role
            AND a.access_group = p_group
            AND CASE p_command
                WHEN 'SELECT' THEN a.may_select
                WHEN 'INSERT' THEN a.may_insert
                WHEN 'UPDATE' THEN a.may_update
            END
    ) THEN
        RETURN phi.guest_students(
            v_user.id, nullif(current_setting('app.school_id', TRUE), '')::uuid
        );
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.may_students(phi.access_group, text) IS
    'Students of another school whose rows the verified user may use, by assignment or in an '
    'emergency.';

REVOKE EXECUTE ON FUNCTION phi.may_students(phi.access_group, text) FROM public;

-- ----------------------------------------------------------------------------
-- Breaking the glass
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.break_glass(
    p_student_id uuid,
    p_reason text,
    p_approved_by uuid,
    p_minutes integer DEFAULT 60
)
RETURNS uuid
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user uuid := phi.my_id();
    v_school uuid;
    v_grant uuid;
BEGIN
    IF v_user IS NULL THEN
        RAISE EXCEPTION 'emergency access needs a verified user'
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Set app.user_id and app.user_role for this transaction.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.users AS u
        WHERE
            u.id = p_approved_by AND u.id <> v_user AND u.is_active
            AND u.role IN ('ADMIN', 'DISTRICT_ADMIN', 'SCHOOL_ADMIN')
    ) THEN
        RAISE EXCEPTION 'emergency access needs the approval of another, active administrator'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A student who does not exist and one without a school get the same answer.
    SELECT s.school_id INTO v_school FROM public.students AS s WHERE s.id = p_student_id;
    IF v_school IS NULL THEN
        RAISE EXCEPTION 'there is no such student in any school'
            USING ERRCODE = 'no_data_found';
    END IF;

    INSERT INTO phi.break_glass_grants (
        user_id, student_id, school_id, reason, approved_by, expires_at
    )
    VALUES (
        v_user, p_student_id, v_school, p_reason, p_approved_by,
        now() + make_interval(mins => p_minutes)
    )
    RETURNING id INTO v_grant;

    INSERT INTO public.audit_logs (
        action, entity_type, entity_id, student_id, user_id, ip_address, user_agent,
        database_role, is_phi, compliance_type, severity, metadata
    )
    VALUES (
        'CREATE', 'break_glass_grants', v_grant, p_student_id, v_user, host(inet_client_addr()),
        current_setting('application_name'),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        TRUE, 'HIPAA', 'CRITICAL',
        jsonb_build_object(
            'break_glass', v_grant, 'approved_by', p_approved_by, 'minutes', p_minutes
        )
    );
    RETURN v_grant;
END
$function$;

COMMENT ON FUNCTION phi.break_glass(uuid, text, uuid, integer) IS
    'Opens the records of one student to the verified user for an hour, four at most; logged as '
    'CRITICAL. To use it, claim the school of the student. Returns the grant.';

REVOKE EXECUTE ON FUNCTION phi.break_glass(uuid, text, uuid, integer) FROM public;

CREATE FUNCTION phi.break_glass_end(p_grant uuid)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    UPDATE phi.break_glass_grants
    SET revoked_at = now()
    WHERE
        id = p_grant AND revoked_at IS NULL
        AND (phi.my_id() IN (user_id, approved_by) OR phi.is_admin());
    RETURN FOUND;
END
$function$;

COMMENT ON FUNCTION phi.break_glass_end(uuid) IS
    'Ends emergency access early. Its user, its approver and administrators may call it; FALSE if '
    'the access was over.';

REVOKE EXECUTE ON FUNCTION phi.break_glass_end(uuid) FROM public;
