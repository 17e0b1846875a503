-- Table alert_rules, with everything that serves it alone.
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
-- alert_rules
-- ----------------------------------------------------------------------------

CREATE TABLE public.alert_rules (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    district_id uuid,
    school_id uuid,
    name character varying(200) NOT NULL,
    description text,
    category public.alert_category NOT NULL,
    severity public.alert_severity NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    trigger_conditions jsonb NOT NULL,
    notification_channels jsonb DEFAULT '[]'::jsonb NOT NULL,
    target_roles character varying(255)[],
    target_users uuid[],
    auto_escalate_after integer,
    cooldown_period integer,
    requires_acknowledgment boolean DEFAULT false NOT NULL,
    expires_after integer,
    metadata jsonb,
    last_triggered timestamp with time zone,
    trigger_count integer DEFAULT 0,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    CONSTRAINT alert_rules_auto_escalate_after_not_negative_check CHECK ((auto_escalate_after >= 0)),
    CONSTRAINT alert_rules_cooldown_period_not_negative_check CHECK ((cooldown_period >= 0)),
    CONSTRAINT alert_rules_expires_after_not_negative_check CHECK ((expires_after >= 0)),
    CONSTRAINT alert_rules_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT alert_rules_notification_channels_is_array_check CHECK ((jsonb_typeof(notification_channels) = 'array'::text)),
    CONSTRAINT alert_rules_trigger_count_not_negative_check CHECK ((trigger_count >= 0))
);

ALTER TABLE ONLY public.alert_rules FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.alert_rules IS 'A rule that raises alerts: its conditions, recipients and channels. Administrators set it up.';
COMMENT ON COLUMN public.alert_rules.id IS 'Primary key.';
COMMENT ON COLUMN public.alert_rules.district_id IS 'District to which the rule is limited, NULL for no such limit.';
COMMENT ON COLUMN public.alert_rules.school_id IS 'School to which the rule is limited, NULL for no such limit.';
COMMENT ON COLUMN public.alert_rules.name IS 'Name of the rule, unique on the platform.';
COMMENT ON COLUMN public.alert_rules.description IS 'Purpose of the rule in plain words.';
COMMENT ON COLUMN public.alert_rules.category IS 'Subject of the alerts that the rule raises.';
COMMENT ON COLUMN public.alert_rules.severity IS 'Severity of the alerts that the rule raises.';
COMMENT ON COLUMN public.alert_rules.is_active IS 'FALSE while the rule is disabled.';
COMMENT ON COLUMN public.alert_rules.priority IS 'Order among rules that match at the same time, highest first.';
COMMENT ON COLUMN public.alert_rules.trigger_conditions IS 'Conditions that the application evaluates; it defines the JSON structure.';
COMMENT ON COLUMN public.alert_rules.notification_channels IS 'JSON array of the channels on which to notify.';
COMMENT ON COLUMN public.alert_rules.target_roles IS 'Roles whose users are notified; target_users adds single users.';
COMMENT ON COLUMN public.alert_rules.target_users IS 'Ids of users to notify regardless of their role; no foreign key.';
COMMENT ON COLUMN public.alert_rules.auto_escalate_after IS 'Minutes without an acknowledgment after which the alert escalates.';
COMMENT ON COLUMN public.alert_rules.cooldown_period IS 'Minutes during which the rule does not fire again.';
COMMENT ON COLUMN public.alert_rules.requires_acknowledgment IS 'TRUE if somebody must confirm that they have seen the alert.';
COMMENT ON COLUMN public.alert_rules.expires_after IS 'Minutes after which an alert of this rule expires.';
COMMENT ON COLUMN public.alert_rules.metadata IS 'Further settings; the application defines the JSON structure.';
COMMENT ON COLUMN public.alert_rules.last_triggered IS 'Time when the rule last raised an alert, NULL if never.';
COMMENT ON COLUMN public.alert_rules.trigger_count IS 'Number of alerts that the rule has raised.';
COMMENT ON COLUMN public.alert_rules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.alert_rules.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.alert_rules.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.alert_rules.updated_by IS 'User who last changed the row.';

-- ----------------------------------------------------------------------------
-- alert_rules: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_name_key UNIQUE (name);

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alert_rules
    ADD CONSTRAINT alert_rules_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- alert_rules: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX alert_rules_category_priority_active_idx ON public.alert_rules USING btree (category, priority DESC) WHERE is_active;
COMMENT ON INDEX public.alert_rules_category_priority_active_idx IS 'Active rules of one category in the order in which they are tried.';

CREATE INDEX alert_rules_created_by_idx ON public.alert_rules USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX alert_rules_district_id_idx ON public.alert_rules USING btree (district_id) WHERE (district_id IS NOT NULL);

CREATE INDEX alert_rules_school_id_idx ON public.alert_rules USING btree (school_id) WHERE (school_id IS NOT NULL);

CREATE INDEX alert_rules_updated_by_idx ON public.alert_rules USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- alert_rules: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER alert_rules_200_updated_at BEFORE UPDATE ON public.alert_rules FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- alert_rules: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.alert_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY alert_rules_delete_trusted ON public.alert_rules
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alert_rules_delete_trusted ON public.alert_rules IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY alert_rules_fence_admin ON public.alert_rules
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY alert_rules_fence_admin ON public.alert_rules IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY alert_rules_fence_district_insert ON public.alert_rules
    AS RESTRICTIVE FOR INSERT TO whitecross_district
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY alert_rules_fence_district_insert ON public.alert_rules IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_fence_district_select ON public.alert_rules
    AS RESTRICTIVE FOR SELECT TO whitecross_district
    USING (((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])) OR ((school_id IS NULL) AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL))));
COMMENT ON POLICY alert_rules_fence_district_select ON public.alert_rules IS 'Rows of the schools of the district, and rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_fence_district_update ON public.alert_rules
    AS RESTRICTIVE FOR UPDATE TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY alert_rules_fence_district_update ON public.alert_rules IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_fence_school_insert ON public.alert_rules
    AS RESTRICTIVE FOR INSERT TO whitecross_app
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY alert_rules_fence_school_insert ON public.alert_rules IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_fence_school_select ON public.alert_rules
    AS RESTRICTIVE FOR SELECT TO whitecross_app, whitecross_masker
    USING (((school_id IS NULL) OR (school_id = ( SELECT phi.my_school() AS my_school))));
COMMENT ON POLICY alert_rules_fence_school_select ON public.alert_rules IS 'Rows of the verified school, and rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_fence_school_update ON public.alert_rules
    AS RESTRICTIVE FOR UPDATE TO whitecross_app
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY alert_rules_fence_school_update ON public.alert_rules IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY alert_rules_insert_staff ON public.alert_rules
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY alert_rules_insert_staff ON public.alert_rules IS 'Users whom the access matrix lets INSERT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_rules_insert_trusted ON public.alert_rules
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY alert_rules_insert_trusted ON public.alert_rules IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY alert_rules_select_staff ON public.alert_rules
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY alert_rules_select_staff ON public.alert_rules IS 'Users whom the access matrix lets SELECT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_rules_select_trusted ON public.alert_rules
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alert_rules_select_trusted ON public.alert_rules IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY alert_rules_update_staff ON public.alert_rules
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY alert_rules_update_staff ON public.alert_rules IS 'Users whom the access matrix lets UPDATE in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alert_rules_update_trusted ON public.alert_rules
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY alert_rules_update_trusted ON public.alert_rules IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- alert_rules: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert_rules TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(district_id),UPDATE(district_id) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name),UPDATE(name) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(trigger_conditions),UPDATE(trigger_conditions) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notification_channels),UPDATE(notification_channels) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(target_roles),UPDATE(target_roles) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(target_users),UPDATE(target_users) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(auto_escalate_after),UPDATE(auto_escalate_after) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cooldown_period),UPDATE(cooldown_period) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires_acknowledgment),UPDATE(requires_acknowledgment) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_after),UPDATE(expires_after) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_triggered),UPDATE(last_triggered) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(trigger_count),UPDATE(trigger_count) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.alert_rules
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alert_rules WITH (security_invoker='true') AS
 SELECT id,
    name,
    description,
    category,
    severity,
    is_active AS "isActive",
    priority,
    trigger_conditions AS "triggerConditions",
    notification_channels AS "notificationChannels",
    target_roles AS "targetRoles",
    target_users AS "targetUsers",
    school_id AS "schoolId",
    district_id AS "districtId",
    auto_escalate_after AS "autoEscalateAfter",
    cooldown_period AS "cooldownPeriod",
    requires_acknowledgment AS "requiresAcknowledgment",
    expires_after AS "expiresAfter",
    metadata,
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    last_triggered AS "lastTriggered",
    trigger_count AS "triggerCount",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.alert_rules;

COMMENT ON VIEW sequelize.alert_rules IS 'Model AlertRule: public.alert_rules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.alert_rules: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.alert_rules TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.alert_rules TO whitecross_admin, whitecross_app, whitecross_district;
