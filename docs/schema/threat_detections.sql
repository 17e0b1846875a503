-- Table threat_detections, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- threat_detections
-- ----------------------------------------------------------------------------

CREATE TABLE public.threat_detections (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    threat_type character varying(100) NOT NULL,
    severity character varying(50) NOT NULL,
    source character varying(255) NOT NULL,
    details jsonb NOT NULL,
    is_resolved boolean DEFAULT false,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT threat_detections_threat_type_not_blank_check CHECK ((btrim((threat_type)::text) <> ''::text))
);

COMMENT ON TABLE public.threat_detections IS 'One suspicious event that the application''s security checks reported. Administrators resolve it.';
COMMENT ON COLUMN public.threat_detections.id IS 'Primary key.';
COMMENT ON COLUMN public.threat_detections.threat_type IS 'Kind of threat as the detector names it, free text.';
COMMENT ON COLUMN public.threat_detections.severity IS 'Severity as the detector rates it, free text.';
COMMENT ON COLUMN public.threat_detections.source IS 'Origin of the event, such as a client address, an account or a component.';
COMMENT ON COLUMN public.threat_detections.details IS 'Evidence as the detector reported it; JSON without a fixed structure.';
COMMENT ON COLUMN public.threat_detections.is_resolved IS 'TRUE once an administrator has resolved the event. NULL counts as unresolved.';
COMMENT ON COLUMN public.threat_detections.resolved_at IS 'Time when resolved_by resolved the event, NULL before.';
COMMENT ON COLUMN public.threat_detections.resolved_by IS 'User who resolved the event.';
COMMENT ON COLUMN public.threat_detections.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.threat_detections.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- threat_detections: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.threat_detections
    ADD CONSTRAINT threat_detections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.threat_detections
    ADD CONSTRAINT threat_detections_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- threat_detections: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX threat_detections_created_at_unresolved_idx ON public.threat_detections USING btree (created_at DESC) WHERE (NOT is_resolved);
COMMENT ON INDEX public.threat_detections_created_at_unresolved_idx IS 'Unresolved threats, newest first.';

CREATE INDEX threat_detections_resolved_by_idx ON public.threat_detections USING btree (resolved_by) WHERE (resolved_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- threat_detections: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER threat_detections_200_updated_at BEFORE UPDATE ON public.threat_detections FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- threat_detections: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.threat_detections TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(threat_type),UPDATE(threat_type) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(source),UPDATE(source) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(details),UPDATE(details) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(is_resolved),UPDATE(is_resolved) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(resolved_at),UPDATE(resolved_at) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(resolved_by),UPDATE(resolved_by) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.threat_detections TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.threat_detections TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.threat_detections
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.threat_detections WITH (security_invoker='true') AS
 SELECT id,
    threat_type AS "threatType",
    severity,
    source,
    details,
    is_resolved AS "isResolved",
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.threat_detections;

COMMENT ON VIEW sequelize.threat_detections IS 'Model ThreatDetection: public.threat_detections with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.threat_detections: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.threat_detections TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.threat_detections TO whitecross_admin, whitecross_app, whitecross_district;
