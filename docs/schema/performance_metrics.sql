-- Table performance_metrics, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- performance_metrics
-- ----------------------------------------------------------------------------

CREATE TABLE public.performance_metrics (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    metric_type public.metric_type NOT NULL,
    value numeric(10,2) NOT NULL,
    unit character varying(50),
    tags jsonb,
    recorded_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT performance_metrics_value_not_negative_check CHECK ((value >= (0)::numeric))
);

COMMENT ON TABLE public.performance_metrics IS 'One technical measurement of the running platform, for operators and their dashboards.';
COMMENT ON COLUMN public.performance_metrics.id IS 'Primary key.';
COMMENT ON COLUMN public.performance_metrics.metric_type IS 'Quantity that was measured.';
COMMENT ON COLUMN public.performance_metrics.value IS 'Measured value in the given unit.';
COMMENT ON COLUMN public.performance_metrics.unit IS 'Unit of the value (%, ms, GB), free text.';
COMMENT ON COLUMN public.performance_metrics.tags IS 'Labels (host, endpoint); JSON without a fixed structure.';
COMMENT ON COLUMN public.performance_metrics.recorded_at IS 'Time of the measurement.';
COMMENT ON COLUMN public.performance_metrics.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.performance_metrics.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- performance_metrics: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.performance_metrics
    ADD CONSTRAINT performance_metrics_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- performance_metrics: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX performance_metrics_metric_type_recorded_at_idx ON public.performance_metrics USING btree (metric_type, recorded_at DESC);
COMMENT ON INDEX public.performance_metrics_metric_type_recorded_at_idx IS 'Measurements of one metric, newest first.';

CREATE INDEX performance_metrics_recorded_at_brin_idx ON public.performance_metrics USING brin (recorded_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.performance_metrics_recorded_at_brin_idx IS 'Measurements in a time range; rows are inserted in about this order.';

-- ----------------------------------------------------------------------------
-- performance_metrics: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER performance_metrics_200_updated_at BEFORE UPDATE ON public.performance_metrics FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- performance_metrics: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.performance_metrics TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(metric_type),UPDATE(metric_type) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(value),UPDATE(value) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(unit),UPDATE(unit) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(tags),UPDATE(tags) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(recorded_at),UPDATE(recorded_at) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.performance_metrics TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.performance_metrics TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.performance_metrics
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.performance_metrics WITH (security_invoker='true') AS
 SELECT id,
    metric_type AS "metricType",
    value,
    unit,
    tags,
    recorded_at AS "recordedAt",
    created_at AS "createdAt"
   FROM public.performance_metrics;

COMMENT ON VIEW sequelize.performance_metrics IS 'Model PerformanceMetric: public.performance_metrics with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.performance_metrics: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.performance_metrics TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.performance_metrics TO whitecross_admin, whitecross_app, whitecross_district;
