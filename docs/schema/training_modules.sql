-- Table training_modules, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group STAFF, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- training_modules
-- ----------------------------------------------------------------------------

CREATE TABLE public.training_modules (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    content text NOT NULL,
    duration integer,
    category public.training_category NOT NULL,
    is_required boolean DEFAULT false NOT NULL,
    sort_order integer DEFAULT 0 NOT NULL,
    attachments character varying(255)[],
    completion_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT training_modules_completion_count_not_negative_check CHECK ((completion_count >= 0)),
    CONSTRAINT training_modules_duration_not_negative_check CHECK ((duration >= 0)),
    CONSTRAINT training_modules_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text))
);

COMMENT ON TABLE public.training_modules IS 'One module of the staff training, such as HIPAA or emergency procedures. Nurses and other users take it.';
COMMENT ON COLUMN public.training_modules.id IS 'Primary key.';
COMMENT ON COLUMN public.training_modules.title IS 'Title of the module in the course list.';
COMMENT ON COLUMN public.training_modules.description IS 'Short summary for the course list.';
COMMENT ON COLUMN public.training_modules.content IS 'Full text of the module, which the user reads.';
COMMENT ON COLUMN public.training_modules.duration IS 'Estimated time to complete, in minutes.';
COMMENT ON COLUMN public.training_modules.category IS 'Subject of the training; the course list groups by it.';
COMMENT ON COLUMN public.training_modules.is_required IS 'TRUE if all staff must take the module.';
COMMENT ON COLUMN public.training_modules.sort_order IS 'Position in the course list, lowest first.';
COMMENT ON COLUMN public.training_modules.attachments IS 'File paths of the accompanying material.';
COMMENT ON COLUMN public.training_modules.completion_count IS 'Number of completions so far; the application maintains it.';
COMMENT ON COLUMN public.training_modules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.training_modules.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- training_modules: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.training_modules
    ADD CONSTRAINT training_modules_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- training_modules: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER training_modules_200_updated_at BEFORE UPDATE ON public.training_modules FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- training_modules: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.training_modules TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(content),UPDATE(content) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(duration),UPDATE(duration) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_required),UPDATE(is_required) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sort_order),UPDATE(sort_order) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attachments),UPDATE(attachments) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completion_count),UPDATE(completion_count) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.training_modules TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.training_modules
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.training_modules WITH (security_invoker='true') AS
 SELECT id,
    title,
    description,
    content,
    duration,
    category,
    is_required AS "isRequired",
    sort_order AS "order",
    attachments,
    completion_count AS "completionCount",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.training_modules;

COMMENT ON VIEW sequelize.training_modules IS 'Model TrainingModule: public.training_modules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.training_modules: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.training_modules TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.training_modules TO whitecross_admin, whitecross_app, whitecross_district;
