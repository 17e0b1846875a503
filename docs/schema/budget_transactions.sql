-- Table budget_transactions, with everything that serves it alone.
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
-- budget_transactions
-- ----------------------------------------------------------------------------

CREATE TABLE public.budget_transactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    amount numeric(10,2) NOT NULL,
    description text NOT NULL,
    transaction_date timestamp with time zone NOT NULL,
    reference_id character varying(255),
    reference_type character varying(100),
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.budget_transactions IS 'One transaction charged to a budget line, such as an order or a refund. Administrators enter it.';
COMMENT ON COLUMN public.budget_transactions.id IS 'Primary key.';
COMMENT ON COLUMN public.budget_transactions.category_id IS 'Budget line that the transaction is charged to.';
COMMENT ON COLUMN public.budget_transactions.amount IS 'Amount in US dollars; the application chooses the sign.';
COMMENT ON COLUMN public.budget_transactions.description IS 'Description of the goods or services paid for.';
COMMENT ON COLUMN public.budget_transactions.transaction_date IS 'Time when the money was spent, not the time of entry.';
COMMENT ON COLUMN public.budget_transactions.reference_id IS 'Id of the order or invoice, of the kind that reference_type names.';
COMMENT ON COLUMN public.budget_transactions.reference_type IS 'Kind of document that reference_id refers to, free text.';
COMMENT ON COLUMN public.budget_transactions.notes IS 'Notes of the bookkeeper.';
COMMENT ON COLUMN public.budget_transactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.budget_transactions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- budget_transactions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.budget_transactions
    ADD CONSTRAINT budget_transactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.budget_transactions
    ADD CONSTRAINT budget_transactions_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.budget_categories(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- budget_transactions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX budget_transactions_category_id_idx ON public.budget_transactions USING btree (category_id);

-- ----------------------------------------------------------------------------
-- budget_transactions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER budget_transactions_200_updated_at BEFORE UPDATE ON public.budget_transactions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- budget_transactions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.budget_transactions TO whitecross_service;
GRANT SELECT(id) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category_id) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(category_id),UPDATE(category_id) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(amount) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(amount),UPDATE(amount) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(transaction_date) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(transaction_date),UPDATE(transaction_date) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reference_id) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(reference_id),UPDATE(reference_id) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reference_type) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(reference_type),UPDATE(reference_type) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.budget_transactions TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.budget_transactions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.budget_transactions WITH (security_invoker='true') AS
 SELECT id,
    category_id AS "categoryId",
    amount,
    description,
    transaction_date AS "transactionDate",
    reference_id AS "referenceId",
    reference_type AS "referenceType",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    category_id,
    created_at,
    updated_at
   FROM public.budget_transactions;

COMMENT ON VIEW sequelize.budget_transactions IS 'Model BudgetTransaction: public.budget_transactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.budget_transactions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.budget_transactions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.budget_transactions TO whitecross_admin, whitecross_app, whitecross_district;
