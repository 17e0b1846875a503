-- Table health_metric_snapshots, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group OPERATIONS, tenant SCHOOL_OR_ALL, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- health_metric_snapshots
-- ----------------------------------------------------------------------------

CREATE TABLE public.health_metric_snapshots (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid NOT NULL,
    metric_name character varying(255) NOT NULL,
    value numeric(10,2) NOT NULL,
    unit character varying(255) NOT NULL,
    category character varying(255) NOT NULL,
    trend public.metric_trend,
    metadata jsonb,
    snapshot_date timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT health_metric_snapshots_metric_name_not_blank_check CHECK ((btrim((metric_name)::text) <> ''::text))
);

ALTER TABLE ONLY public.health_metric_snapshots FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.health_metric_snapshots IS 'One value of an aggregate health metric of a school at one moment; dashboards plot the trend.';
COMMENT ON COLUMN public.health_metric_snapshots.id IS 'Primary key.';
COMMENT ON COLUMN public.health_metric_snapshots.school_id IS 'School for which the metric was computed.';
COMMENT ON COLUMN public.health_metric_snapshots.metric_name IS 'Name of the metric, the same in every snapshot of a series.';
COMMENT ON COLUMN public.health_metric_snapshots.value IS 'Value of the metric, in unit.';
COMMENT ON COLUMN public.health_metric_snapshots.unit IS 'Unit of the value (percent, count), free text.';
COMMENT ON COLUMN public.health_metric_snapshots.category IS 'Dashboard group of the metric, free text.';
COMMENT ON COLUMN public.health_metric_snapshots.trend IS 'Direction compared with earlier snapshots; the application computes it.';
COMMENT ON COLUMN public.health_metric_snapshots.metadata IS 'Details of the computation; JSON without a fixed structure.';
COMMENT ON COLUMN public.health_metric_snapshots.snapshot_date IS 'Time to which the value applies.';
COMMENT ON COLUMN public.health_metric_snapshots.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.health_metric_snapshots.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.health_metric_snapshots
    ADD CONSTRAINT health_metric_snapshots_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.health_metric_snapshots
    ADD CONSTRAINT health_metric_snapshots_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX health_metric_snapshots_metric_name_snapshot_date_idx ON public.health_metric_snapshots USING btree (metric_name, snapshot_date DESC) INCLUDE (school_id, value);
COMMENT ON INDEX public.health_metric_snapshots_metric_name_snapshot_date_idx IS 'One metric in all schools, newest first; includes school and value, for charts.';

CREATE INDEX health_metric_snapshots_school_id_snapshot_date_idx ON public.health_metric_snapshots USING btree (school_id, snapshot_date DESC);

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER health_metric_snapshots_200_updated_at BEFORE UPDATE ON public.health_metric_snapshots FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.health_metric_snapshots ENABLE ROW LEVEL SECURITY;

CREATE POLICY health_metric_snapshots_delete_trusted ON public.health_metric_snapshots
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_metric_snapshots_delete_trusted ON public.health_metric_snapshots IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_admin ON public.health_metric_snapshots
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY health_metric_snapshots_fence_admin ON public.health_metric_snapshots IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_district_insert ON public.health_metric_snapshots
    AS RESTRICTIVE FOR INSERT TO whitecross_district
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY health_metric_snapshots_fence_district_insert ON public.health_metric_snapshots IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_district_select ON public.health_metric_snapshots
    AS RESTRICTIVE FOR SELECT TO whitecross_district
    USING (((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])) OR ((school_id IS NULL) AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL))));
COMMENT ON POLICY health_metric_snapshots_fence_district_select ON public.health_metric_snapshots IS 'Rows of the schools of the district, and rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_district_update ON public.health_metric_snapshots
    AS RESTRICTIVE FOR UPDATE TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY health_metric_snapshots_fence_district_update ON public.health_metric_snapshots IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_school_insert ON public.health_metric_snapshots
    AS RESTRICTIVE FOR INSERT TO whitecross_app
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY health_metric_snapshots_fence_school_insert ON public.health_metric_snapshots IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_school_select ON public.health_metric_snapshots
    AS RESTRICTIVE FOR SELECT TO whitecross_app, whitecross_masker
    USING (((school_id IS NULL) OR (school_id = ( SELECT phi.my_school() AS my_school))));
COMMENT ON POLICY health_metric_snapshots_fence_school_select ON public.health_metric_snapshots IS 'Rows of the verified school, and rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_fence_school_update ON public.health_metric_snapshots
    AS RESTRICTIVE FOR UPDATE TO whitecross_app
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY health_metric_snapshots_fence_school_update ON public.health_metric_snapshots IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_insert_staff ON public.health_metric_snapshots
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('OPERATIONS'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY health_metric_snapshots_insert_staff ON public.health_metric_snapshots IS 'Users whom the access matrix lets INSERT in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_insert_trusted ON public.health_metric_snapshots
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY health_metric_snapshots_insert_trusted ON public.health_metric_snapshots IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_select_staff ON public.health_metric_snapshots
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('OPERATIONS'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY health_metric_snapshots_select_staff ON public.health_metric_snapshots IS 'Users whom the access matrix lets SELECT in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_select_trusted ON public.health_metric_snapshots
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_metric_snapshots_select_trusted ON public.health_metric_snapshots IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_update_staff ON public.health_metric_snapshots
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('OPERATIONS'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('OPERATIONS'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY health_metric_snapshots_update_staff ON public.health_metric_snapshots IS 'Users whom the access matrix lets UPDATE in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_metric_snapshots_update_trusted ON public.health_metric_snapshots
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY health_metric_snapshots_update_trusted ON public.health_metric_snapshots IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- health_metric_snapshots: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_metric_snapshots TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metric_name),UPDATE(metric_name) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(value),UPDATE(value) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(unit),UPDATE(unit) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(trend),UPDATE(trend) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(snapshot_date),UPDATE(snapshot_date) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.health_metric_snapshots
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_metric_snapshots WITH (security_invoker='true') AS
 SELECT id,
    school_id AS "schoolId",
    metric_name AS "metricName",
    value,
    unit,
    category,
    trend,
    metadata,
    snapshot_date AS "snapshotDate",
    created_at AS "createdAt"
   FROM public.health_metric_snapshots;

COMMENT ON VIEW sequelize.health_metric_snapshots IS 'Model HealthMetricSnapshot: public.health_metric_snapshots with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.health_metric_snapshots: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.health_metric_snapshots TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.health_metric_snapshots TO whitecross_admin, whitecross_app, whitecross_district;
