-- Every invoice with its sums, without what only the worker needs.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.invoices AS
SELECT
    i.account_id, i.number, i.subscription_id, i.kind, i.status, i.currency, i.issued_at, i.due_at, i.paid_at,
    i.subtotal_minor_units, i.discount_minor_units, i.tax_minor_units, i.total_minor_units,
    i.balance_applied_minor_units, i.amount_due_minor_units, i.amount_paid_minor_units, i.run_id,
    i.amount_credited_minor_units
FROM invoice AS i;
