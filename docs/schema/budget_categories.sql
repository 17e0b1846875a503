-- Table budget_categories, with everything that serves it alone.
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
-- budget_categories
-- ----------------------------------------------------------------------------

CREATE TABLE public.budget_categories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    fiscal_year integer NOT NULL,
    allocated_amount numeric(10,2) NOT NULL,
    spent_amount numeric(10,2) DEFAULT 0 NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT budget_categories_allocated_amount_not_negative_check CHECK ((allocated_amount >= (0)::numeric)),
    CONSTRAINT budget_categories_fiscal_year_is_four_digits_check CHECK (((fiscal_year >= 1000) AND (fiscal_year <= 9999))),
    CONSTRAINT budget_categories_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text))
);

COMMENT ON TABLE public.budget_categories IS 'One budget line of the health service in one fiscal year, with its allocated amount.';
COMMENT ON COLUMN public.budget_categories.id IS 'Primary key.';
COMMENT ON COLUMN public.budget_categories.name IS 'Name of the budget line, repeated in every fiscal year.';
COMMENT ON COLUMN public.budget_categories.description IS 'Purpose of the budget line.';
COMMENT ON COLUMN public.budget_categories.fiscal_year IS 'Fiscal year, four digits.';
COMMENT ON COLUMN public.budget_categories.allocated_amount IS 'Amount allocated for the year, in US dollars.';
COMMENT ON COLUMN public.budget_categories.spent_amount IS 'Amount spent so far, in US dollars; the application maintains it.';
COMMENT ON COLUMN public.budget_categories.is_active IS 'FALSE closes the line to new transactions in the application.';
COMMENT ON COLUMN public.budget_categories.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.budget_categories.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- budget_categories: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.budget_categories
    ADD CONSTRAINT budget_categories_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- budget_categories: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER budget_categories_200_updated_at BEFORE UPDATE ON public.budget_categories FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- budget_categories: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.budget_categories TO whitecross_service;
GRANT SELECT(id) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(fiscal_year) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(fiscal_year),UPDATE(fiscal_year) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allocated_amount) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(allocated_amount),UPDATE(allocated_amount) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(spent_amount) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(spent_amount),UPDATE(spent_amount) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.budget_categories TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.budget_categories
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.budget_categories WITH (security_invoker='true') AS
 SELECT id,
    name,
    description,
    fiscal_year AS "fiscalYear",
    allocated_amount AS "allocatedAmount",
    spent_amount AS "spentAmount",
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    created_at,
    updated_at
   FROM public.budget_categories;

COMMENT ON VIEW sequelize.budget_categories IS 'Model BudgetCategory: public.budget_categories with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.budget_categories: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.budget_categories TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.budget_categories TO whitecross_admin, whitecross_app, whitecross_district;
