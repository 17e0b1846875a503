-- Budget categories and the transactions charged to them.
--
-- Tables:   budget_categories, budget_transactions
-- HIPAA:    no PHI
-- Locks:    none on existing tables
-- Rollback: drops both tables and their rows
--
-- depends: 20251104000020-schema-create-followups

-- ----------------------------------------------------------------------------
-- budget_categories
-- ----------------------------------------------------------------------------
-- spent_amount may exceed allocated_amount: an overspent budget is a fact to report and not an
-- error.

CREATE TABLE budget_categories (
    id               uuid           NOT NULL DEFAULT gen_random_uuid(),
    name             varchar(255)   NOT NULL,
    description      text,
    fiscal_year      integer        NOT NULL,
    allocated_amount numeric(10, 2) NOT NULL,
    spent_amount     numeric(10, 2) NOT NULL DEFAULT 0,
    is_active        boolean        NOT NULL DEFAULT TRUE,
    created_at       timestamptz    NOT NULL DEFAULT now(),
    updated_at       timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT budget_categories_pkey
        PRIMARY KEY (id),
    CONSTRAINT budget_categories_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT budget_categories_fiscal_year_is_four_digits_check
        CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT budget_categories_allocated_amount_not_negative_check
        CHECK (allocated_amount >= 0)
);

COMMENT ON TABLE budget_categories IS
    'One budget line of the health service in one fiscal year, with its allocated amount.';
COMMENT ON COLUMN budget_categories.id IS 'Primary key.';
COMMENT ON COLUMN budget_categories.name IS
    'Name of the budget line, repeated in every fiscal year.';
COMMENT ON COLUMN budget_categories.description IS 'Purpose of the budget line.';
COMMENT ON COLUMN budget_categories.fiscal_year IS 'Fiscal year, four digits.';
COMMENT ON COLUMN budget_categories.allocated_amount IS
    'Amount allocated for the year, in US dollars.';
COMMENT ON COLUMN budget_categories.spent_amount IS
    'Amount spent so far, in US dollars; the application maintains it.';
COMMENT ON COLUMN budget_categories.is_active IS
    'FALSE closes the line to new transactions in the application.';
COMMENT ON COLUMN budget_categories.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN budget_categories.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER budget_categories_200_updated_at
BEFORE UPDATE ON budget_categories
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- budget_transactions
-- ----------------------------------------------------------------------------
-- No CHECK restricts the sign of amount: the application decides whether refunds are negative.
-- reference_id is text without a foreign key: it refers to a row of this database or to an outside
-- document.

CREATE TABLE budget_transactions (
    id               uuid           NOT NULL DEFAULT gen_random_uuid(),
    category_id      uuid           NOT NULL,
    amount           numeric(10, 2) NOT NULL,
    description      text           NOT NULL,
    transaction_date timestamptz    NOT NULL,
    reference_id     varchar(255),
    reference_type   varchar(100),
    notes            text,
    created_at       timestamptz    NOT NULL DEFAULT now(),
    updated_at       timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT budget_transactions_pkey
        PRIMARY KEY (id),
    CONSTRAINT budget_transactions_category_id_fkey
        FOREIGN KEY (category_id) REFERENCES budget_categories (id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE budget_transactions IS
    'One transaction charged to a budget line, such as an order or a refund. Administrators enter '
    'it.';
COMMENT ON COLUMN budget_transactions.id IS 'Primary key.';
COMMENT ON COLUMN budget_transactions.category_id IS
    'Budget line that the transaction is charged to.';
COMMENT ON COLUMN budget_transactions.amount IS
    'Amount in US dollars; the application chooses the sign.';
COMMENT ON COLUMN budget_transactions.description IS
    'Description of the goods or services paid for.';
COMMENT ON COLUMN budget_transactions.transaction_date IS
    'Time when the money was spent, not the time of entry.';
COMMENT ON COLUMN budget_transactions.reference_id IS
    'Id of the order or invoice, of the kind that reference_type names.';
COMMENT ON COLUMN budget_transactions.reference_type IS
    'Kind of document that reference_id refers to, free text.';
COMMENT ON COLUMN budget_transactions.notes IS 'Notes of the bookkeeper.';
COMMENT ON COLUMN budget_transactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN budget_transactions.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX budget_transactions_category_id_idx ON budget_transactions (category_id);

CREATE TRIGGER budget_transactions_200_updated_at
BEFORE UPDATE ON budget_transactions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
