-- Table emergency_broadcasts, with everything that serves it alone.
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
-- emergency_broadcasts
-- ----------------------------------------------------------------------------

CREATE TABLE public.emergency_broadcasts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    type public.broadcast_type NOT NULL,
    priority public.severity_level NOT NULL,
    title character varying(200) NOT NULL,
    message text NOT NULL,
    audience jsonb DEFAULT '[]'::jsonb NOT NULL,
    grade_level character varying(50),
    class_id uuid,
    group_ids jsonb,
    channels jsonb DEFAULT '[]'::jsonb NOT NULL,
    requires_acknowledgment boolean DEFAULT false,
    expires_at timestamp with time zone,
    sent_by uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    status public.broadcast_status DEFAULT 'DRAFT'::public.broadcast_status NOT NULL,
    total_recipients integer DEFAULT 0,
    delivered_count integer DEFAULT 0,
    failed_count integer DEFAULT 0,
    acknowledged_count integer DEFAULT 0,
    follow_up_required boolean DEFAULT false,
    follow_up_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT emergency_broadcasts_acknowledged_count_not_negative_check CHECK ((acknowledged_count >= 0)),
    CONSTRAINT emergency_broadcasts_audience_is_array_check CHECK ((jsonb_typeof(audience) = 'array'::text)),
    CONSTRAINT emergency_broadcasts_channels_is_array_check CHECK ((jsonb_typeof(channels) = 'array'::text)),
    CONSTRAINT emergency_broadcasts_delivered_count_not_negative_check CHECK ((delivered_count >= 0)),
    CONSTRAINT emergency_broadcasts_failed_count_not_negative_check CHECK ((failed_count >= 0)),
    CONSTRAINT emergency_broadcasts_total_recipients_not_negative_check CHECK ((total_recipients >= 0))
);

ALTER TABLE ONLY public.emergency_broadcasts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.emergency_broadcasts IS 'One announcement to a school or to everybody, such as lockdown, weather or early dismissal.';
COMMENT ON COLUMN public.emergency_broadcasts.id IS 'Primary key.';
COMMENT ON COLUMN public.emergency_broadcasts.school_id IS 'School that the broadcast is for, NULL for every school.';
COMMENT ON COLUMN public.emergency_broadcasts.type IS 'Occasion of the broadcast.';
COMMENT ON COLUMN public.emergency_broadcasts.priority IS 'Urgency of the broadcast.';
COMMENT ON COLUMN public.emergency_broadcasts.title IS 'Headline of the broadcast. It goes to many people and should not name a student.';
COMMENT ON COLUMN public.emergency_broadcasts.message IS 'Text of the broadcast. It goes to many people and should not name a student.';
COMMENT ON COLUMN public.emergency_broadcasts.audience IS 'JSON array of the groups of recipients (parents, staff).';
COMMENT ON COLUMN public.emergency_broadcasts.grade_level IS 'Grade to which the broadcast is limited, free text.';
COMMENT ON COLUMN public.emergency_broadcasts.class_id IS 'Class to which the broadcast is limited; an id of the student information system.';
COMMENT ON COLUMN public.emergency_broadcasts.group_ids IS 'Groups to which the broadcast is limited; ids of the student information system.';
COMMENT ON COLUMN public.emergency_broadcasts.channels IS 'JSON array of the channels on which the broadcast is sent.';
COMMENT ON COLUMN public.emergency_broadcasts.requires_acknowledgment IS 'TRUE if recipients must confirm that they have read the broadcast.';
COMMENT ON COLUMN public.emergency_broadcasts.expires_at IS 'Time after which the broadcast is no longer shown, NULL for never.';
COMMENT ON COLUMN public.emergency_broadcasts.sent_by IS 'User who sent the broadcast.';
COMMENT ON COLUMN public.emergency_broadcasts.sent_at IS 'Time when the broadcast was sent; for a draft, the planned time.';
COMMENT ON COLUMN public.emergency_broadcasts.status IS 'Progress of the broadcast, from draft to sent.';
COMMENT ON COLUMN public.emergency_broadcasts.total_recipients IS 'Number of people whom the broadcast is for.';
COMMENT ON COLUMN public.emergency_broadcasts.delivered_count IS 'Number of people whom the broadcast has reached.';
COMMENT ON COLUMN public.emergency_broadcasts.failed_count IS 'Number of people to whom the broadcast could not be delivered.';
COMMENT ON COLUMN public.emergency_broadcasts.acknowledged_count IS 'Number of people who have acknowledged the broadcast.';
COMMENT ON COLUMN public.emergency_broadcasts.follow_up_required IS 'TRUE if an all-clear or another message must follow.';
COMMENT ON COLUMN public.emergency_broadcasts.follow_up_message IS 'Text of the all-clear or other message that follows, NULL if none was written.';
COMMENT ON COLUMN public.emergency_broadcasts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.emergency_broadcasts.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.emergency_broadcasts
    ADD CONSTRAINT emergency_broadcasts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.emergency_broadcasts
    ADD CONSTRAINT emergency_broadcasts_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.emergency_broadcasts
    ADD CONSTRAINT emergency_broadcasts_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX emergency_broadcasts_expires_at_sent_idx ON public.emergency_broadcasts USING btree (expires_at) WHERE ((status = 'SENT'::public.broadcast_status) AND (expires_at IS NOT NULL));
COMMENT ON INDEX public.emergency_broadcasts_expires_at_sent_idx IS 'Broadcasts that were sent and have not expired.';

CREATE INDEX emergency_broadcasts_school_id_sent_at_idx ON public.emergency_broadcasts USING btree (school_id, sent_at DESC) WHERE (school_id IS NOT NULL);
COMMENT ON INDEX public.emergency_broadcasts_school_id_sent_at_idx IS 'Broadcasts of a school, newest first.';

CREATE INDEX emergency_broadcasts_sent_by_idx ON public.emergency_broadcasts USING btree (sent_by);

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER emergency_broadcasts_200_updated_at BEFORE UPDATE ON public.emergency_broadcasts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.emergency_broadcasts ENABLE ROW LEVEL SECURITY;

CREATE POLICY emergency_broadcasts_delete_trusted ON public.emergency_broadcasts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY emergency_broadcasts_delete_trusted ON public.emergency_broadcasts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_admin ON public.emergency_broadcasts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY emergency_broadcasts_fence_admin ON public.emergency_broadcasts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_district_insert ON public.emergency_broadcasts
    AS RESTRICTIVE FOR INSERT TO whitecross_district
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY emergency_broadcasts_fence_district_insert ON public.emergency_broadcasts IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_district_select ON public.emergency_broadcasts
    AS RESTRICTIVE FOR SELECT TO whitecross_district
    USING (((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])) OR ((school_id IS NULL) AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL))));
COMMENT ON POLICY emergency_broadcasts_fence_district_select ON public.emergency_broadcasts IS 'Rows of the schools of the district, and rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_district_update ON public.emergency_broadcasts
    AS RESTRICTIVE FOR UPDATE TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY emergency_broadcasts_fence_district_update ON public.emergency_broadcasts IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_school_insert ON public.emergency_broadcasts
    AS RESTRICTIVE FOR INSERT TO whitecross_app
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY emergency_broadcasts_fence_school_insert ON public.emergency_broadcasts IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_school_select ON public.emergency_broadcasts
    AS RESTRICTIVE FOR SELECT TO whitecross_app, whitecross_masker
    USING (((school_id IS NULL) OR (school_id = ( SELECT phi.my_school() AS my_school))));
COMMENT ON POLICY emergency_broadcasts_fence_school_select ON public.emergency_broadcasts IS 'Rows of the verified school, and rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_fence_school_update ON public.emergency_broadcasts
    AS RESTRICTIVE FOR UPDATE TO whitecross_app
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY emergency_broadcasts_fence_school_update ON public.emergency_broadcasts IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_insert_staff ON public.emergency_broadcasts
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY emergency_broadcasts_insert_staff ON public.emergency_broadcasts IS 'Users whom the access matrix lets INSERT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_insert_trusted ON public.emergency_broadcasts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY emergency_broadcasts_insert_trusted ON public.emergency_broadcasts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_select_staff ON public.emergency_broadcasts
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY emergency_broadcasts_select_staff ON public.emergency_broadcasts IS 'Users whom the access matrix lets SELECT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_select_trusted ON public.emergency_broadcasts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY emergency_broadcasts_select_trusted ON public.emergency_broadcasts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_update_staff ON public.emergency_broadcasts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY emergency_broadcasts_update_staff ON public.emergency_broadcasts IS 'Users whom the access matrix lets UPDATE in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY emergency_broadcasts_update_trusted ON public.emergency_broadcasts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY emergency_broadcasts_update_trusted ON public.emergency_broadcasts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- emergency_broadcasts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.emergency_broadcasts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message),UPDATE(message) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(audience),UPDATE(audience) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(grade_level),UPDATE(grade_level) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(class_id),UPDATE(class_id) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(group_ids),UPDATE(group_ids) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(channels),UPDATE(channels) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires_acknowledgment),UPDATE(requires_acknowledgment) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_by),UPDATE(sent_by) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_at),UPDATE(sent_at) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total_recipients),UPDATE(total_recipients) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(delivered_count),UPDATE(delivered_count) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failed_count),UPDATE(failed_count) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(acknowledged_count),UPDATE(acknowledged_count) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_message),UPDATE(follow_up_message) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.emergency_broadcasts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.emergency_broadcasts WITH (security_invoker='true') AS
 SELECT id,
    type,
    priority,
    title,
    message,
    audience,
    school_id AS "schoolId",
    grade_level AS "gradeLevel",
    class_id AS "classId",
    group_ids AS "groupIds",
    channels,
    requires_acknowledgment AS "requiresAcknowledgment",
    expires_at AS "expiresAt",
    sent_by AS "sentBy",
    sent_at AS "sentAt",
    status,
    total_recipients AS "totalRecipients",
    delivered_count AS "deliveredCount",
    failed_count AS "failedCount",
    acknowledged_count AS "acknowledgedCount",
    follow_up_required AS "followUpRequired",
    follow_up_message AS "followUpMessage",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.emergency_broadcasts;

COMMENT ON VIEW sequelize.emergency_broadcasts IS 'Model EmergencyBroadcast: public.emergency_broadcasts with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.emergency_broadcasts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.emergency_broadcasts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.emergency_broadcasts TO whitecross_admin, whitecross_app, whitecross_district;
