-- Table alert_preferences, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group NOTICE, tenant SCHOOL_OR_ALL, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- alert_preferences
-- ----------------------------------------------------------------------------

CREATE TABLE public.alert_preferences (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    school_id uuid,
    channels public.alert_channel[] DEFAULT '{WEBSOCKET,EMAIL}'::public.alert_channel[] NOT NULL,
    severity_filter public.alert_severity[] DEFAULT '{INFO,LOW,MEDIUM,HIGH,CRITICAL,EMERGENCY}'::public.alert_severity[] NOT NULL,
    category_filter public.alert_category[] DEFAULT '{HEALTH,SAFETY,COMPLIANCE,SYSTEM,MEDICATION,APPOINTMENT}'::public.alert_category[] NOT NULL,
    quiet_hours_start character varying(5),
    quiet_hours_end character varying(5),
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT alert_preferences_quiet_hours_end_is_time_of_day_check CHECK (((quiet_hours_end)::text ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9]$'::text)),
    CONSTRAINT alert_preferences_quiet_hours_start_is_time_of_day_check CHECK (((quiet_hours_start)::text ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9]$'::text))
);

ALTER TABLE ONLY public.alert_preferences FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.alert_preferences IS 'The alerts that a user wants, the channels for them, and the user''s quiet hours.';
COMMENT ON COLUMN public.alert_preferences.id IS 'Primary key.';
COMMENT ON COLUMN public.alert_preferences.user_id IS 'User whose preferences these are.';
COMMENT ON COLUMN public.alert_preferences.school_id IS 'School to which the preferences apply, NULL for all schools of the user.';
COMMENT ON COLUMN public.alert_preferences.channels IS 'Channels on which the user wants alerts.';
COMMENT ON COLUMN public.alert_preferences.severity_filter IS 'Severities about which the user wants alerts.';
COMMENT ON COLUMN public.alert_preferences.category_filter IS 'Subjects about which the user wants alerts.';
COMMENT ON COLUMN public.alert_preferences.quiet_hours_start IS 'Local time (HH:MM) from which only emergency alerts are sent.';
COMMENT ON COLUMN public.alert_preferences.quiet_hours_end IS 'Local time (HH:MM) at which the quiet hours end; it may lie after midnight.';
COMMENT ON COLUMN public.alert_preferences.is_active IS 'FALSE while the defaults of the platform apply instead.';
COMMENT ON COLUMN public.alert_preferences.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.alert_preferences.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- alert_preferences: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.alert_preferences
    ADD CONSTRAINT alert_preferences_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alert_preferences
    ADD CONSTRAINT alert_preferences_user_id_school_id_key UNIQUE (user_id, school_id);

ALTER TABLE ONLY public.alert_preferences
    ADD CONSTRAINT alert_preferences_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alert_preferences
    ADD CONSTRAINT alert_preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- alert_preferences: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX alert_preferences_school_id_idx ON public.alert_preferences USING btree (school_id) WHERE (school_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- alert_preferences: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER alert_preferences_200_updated_at BEFORE UPDATE ON public.alert_preferences FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- alert_preferences: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.alert_preferences ENABLE ROW LEVEL SECURITY;

CREATE POLICY alert_preferences_delete_trusted ON public.alert_preferences
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alert_preferences_delete_trusted ON public.alert_preferences IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_admin ON public.alert_preferences
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY alert_preferences_fence_admin ON public.alert_preferences IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_district_insert ON public.alert_preferences
    AS RESTRICTIVE FOR INSERT TO whitecross_district
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY alert_preferences_fence_district_insert ON public.alert_preferences IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_district_select ON public.alert_preferences
    AS RESTRICTIVE FOR SELECT TO whitecross_district
    USING (((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])) OR ((school_id IS NULL) AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL))));
COMMENT ON POLICY alert_preferences_fence_district_select ON public.alert_preferences IS 'Rows of the schools of the district, and rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_district_update ON public.alert_preferences
    AS RESTRICTIVE FOR UPDATE TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY alert_preferences_fence_district_update ON public.alert_preferences IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_school_insert ON public.alert_preferences
    AS RESTRICTIVE FOR INSERT TO whitecross_app
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY alert_preferences_fence_school_insert ON public.alert_preferences IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_school_select ON public.alert_preferences
    AS RESTRICTIVE FOR SELECT TO whitecross_app, whitecross_masker
    USING (((school_id IS NULL) OR (school_id = ( SELECT phi.my_school() AS my_school))));
COMMENT ON POLICY alert_preferences_fence_school_select ON public.alert_preferences IS 'Rows of the verified school, and rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_fence_school_update ON public.alert_preferences
    AS RESTRICTIVE FOR UPDATE TO whitecross_app
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY alert_preferences_fence_school_update ON public.alert_preferences IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_preferences_insert_staff ON public.alert_preferences
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY alert_preferences_insert_staff ON public.alert_preferences IS 'Users whom the access matrix lets INSERT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_preferences_insert_trusted ON public.alert_preferences
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY alert_preferences_insert_trusted ON public.alert_preferences IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY alert_preferences_select_staff ON public.alert_preferences
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY alert_preferences_select_staff ON public.alert_preferences IS 'Users whom the access matrix lets SELECT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_preferences_select_trusted ON public.alert_preferences
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alert_preferences_select_trusted ON public.alert_preferences IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY alert_preferences_update_staff ON public.alert_preferences
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY alert_preferences_update_staff ON public.alert_preferences IS 'Users whom the access matrix lets UPDATE in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_preferences_update_trusted ON public.alert_preferences
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY alert_preferences_update_trusted ON public.alert_preferences IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- alert_preferences: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert_preferences TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(channels),UPDATE(channels) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity_filter),UPDATE(severity_filter) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category_filter),UPDATE(category_filter) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quiet_hours_start),UPDATE(quiet_hours_start) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quiet_hours_end),UPDATE(quiet_hours_end) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.alert_preferences
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alert_preferences WITH (security_invoker='true') AS
 SELECT id,
    user_id AS "userId",
    school_id AS "schoolId",
    channels,
    severity_filter AS "severityFilter",
    category_filter AS "categoryFilter",
    quiet_hours_start AS "quietHoursStart",
    quiet_hours_end AS "quietHoursEnd",
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.alert_preferences;

COMMENT ON VIEW sequelize.alert_preferences IS 'Model AlertPreferences: public.alert_preferences with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.alert_preferences: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.alert_preferences TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.alert_preferences TO whitecross_admin, whitecross_app, whitecross_district;
