-- Reverses 20251104000021-schema-create-budget.
--
-- Data loss: every budget category and transaction.

DROP TABLE budget_transactions;
DROP TABLE budget_categories;
