-- Table message_templates, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- message_templates
-- ----------------------------------------------------------------------------

CREATE TABLE public.message_templates (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(100) NOT NULL,
    subject character varying(255),
    content text NOT NULL,
    type public.message_template_type NOT NULL,
    category public.message_template_category NOT NULL,
    variables character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_by_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT message_templates_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text))
);

COMMENT ON TABLE public.message_templates IS 'One reusable text with placeholders for messages to families and staff. It holds no data about students.';
COMMENT ON COLUMN public.message_templates.id IS 'Primary key.';
COMMENT ON COLUMN public.message_templates.name IS 'Name under which staff select the template; it need not be unique.';
COMMENT ON COLUMN public.message_templates.subject IS 'Subject line for email, with placeholders.';
COMMENT ON COLUMN public.message_templates.content IS 'Body of the message, with placeholders.';
COMMENT ON COLUMN public.message_templates.type IS 'Channel for which the text is written.';
COMMENT ON COLUMN public.message_templates.category IS 'Occasion for which the text is meant.';
COMMENT ON COLUMN public.message_templates.variables IS 'Names of the placeholders in subject and content.';
COMMENT ON COLUMN public.message_templates.is_active IS 'FALSE if the template is no longer offered for new messages.';
COMMENT ON COLUMN public.message_templates.created_by_id IS 'User who wrote the template.';
COMMENT ON COLUMN public.message_templates.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.message_templates.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- message_templates: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.message_templates
    ADD CONSTRAINT message_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_templates
    ADD CONSTRAINT message_templates_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- message_templates: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX message_templates_created_by_id_idx ON public.message_templates USING btree (created_by_id);

-- ----------------------------------------------------------------------------
-- message_templates: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER message_templates_200_updated_at BEFORE UPDATE ON public.message_templates FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- message_templates: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_templates TO whitecross_service;
GRANT SELECT(id) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(name) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(subject) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(subject),UPDATE(subject) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(content) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(content),UPDATE(content) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(type) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(type),UPDATE(type) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(category) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(category),UPDATE(category) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(variables) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(variables),UPDATE(variables) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(is_active) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(created_by_id) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_by_id),UPDATE(created_by_id) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.message_templates TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.message_templates TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.message_templates TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.message_templates
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_templates WITH (security_invoker='true') AS
 SELECT id,
    name,
    subject,
    content,
    type,
    category,
    variables,
    is_active AS "isActive",
    created_by_id AS "createdById",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.message_templates;

COMMENT ON VIEW sequelize.message_templates IS 'Model MessageTemplate: public.message_templates with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.message_templates: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.message_templates TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.message_templates TO whitecross_admin, whitecross_app, whitecross_district;
