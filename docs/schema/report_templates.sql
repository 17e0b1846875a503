-- Table report_templates, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group OPERATIONS, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- report_templates
-- ----------------------------------------------------------------------------

CREATE TABLE public.report_templates (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    report_type public.report_template_type NOT NULL,
    query_configuration jsonb,
    default_output_format public.report_template_format DEFAULT 'pdf'::public.report_template_format NOT NULL,
    format_options jsonb,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT report_templates_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text))
);

COMMENT ON TABLE public.report_templates IS 'A reusable report definition for schedules. Administrators maintain it.';
COMMENT ON COLUMN public.report_templates.id IS 'Primary key.';
COMMENT ON COLUMN public.report_templates.name IS 'Name of the template in the selection list.';
COMMENT ON COLUMN public.report_templates.description IS 'Purpose and readers of the report.';
COMMENT ON COLUMN public.report_templates.report_type IS 'Subject of the report, in the lower-case spelling of the template editor.';
COMMENT ON COLUMN public.report_templates.query_configuration IS 'Data sources, filters and grouping of the report; the report engine reads this JSON.';
COMMENT ON COLUMN public.report_templates.default_output_format IS 'Format offered by default; the user may choose another.';
COMMENT ON COLUMN public.report_templates.format_options IS 'Layout settings of the output (orientation, columns); the application defines the JSON structure.';
COMMENT ON COLUMN public.report_templates.is_active IS 'FALSE hides the template; schedules that use it continue to run.';
COMMENT ON COLUMN public.report_templates.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.report_templates.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.report_templates.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- report_templates: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.report_templates
    ADD CONSTRAINT report_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report_templates
    ADD CONSTRAINT report_templates_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- report_templates: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX report_templates_created_by_idx ON public.report_templates USING btree (created_by) WHERE (created_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- report_templates: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER report_templates_200_updated_at BEFORE UPDATE ON public.report_templates FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- report_templates: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.report_templates TO whitecross_service;
GRANT SELECT(id) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(report_type) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(report_type),UPDATE(report_type) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(query_configuration) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(query_configuration),UPDATE(query_configuration) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(default_output_format) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(default_output_format),UPDATE(default_output_format) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(format_options) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(format_options),UPDATE(format_options) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.report_templates TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.report_templates TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.report_templates
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_templates WITH (security_invoker='true') AS
 SELECT id,
    name,
    description,
    report_type AS "reportType",
    query_configuration AS "queryConfiguration",
    default_output_format AS "defaultOutputFormat",
    format_options AS "formatOptions",
    is_active AS "isActive",
    created_by AS "createdBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.report_templates;

COMMENT ON VIEW sequelize.report_templates IS 'Model ReportTemplate: public.report_templates with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.report_templates: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.report_templates TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.report_templates TO whitecross_admin, whitecross_app, whitecross_district;
