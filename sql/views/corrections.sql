-- Credit notes and payments by bank, with the invoices they are about.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.credit_notes AS
SELECT
    c.account_id, c.number, i.number AS invoice_number, c.issued_at, c.reason, c.currency, c.tax_minor_units,
    c.total_minor_units, c.reduction_minor_units, c.refund_minor_units, c.balance_minor_units
FROM credit_note AS c
JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id);
CREATE OR REPLACE VIEW finance.bank_payments AS
SELECT
    m.account_id, i.number AS invoice_number, m.reference, m.received_at, m.currency, m.amount_minor_units,
    m.applied_minor_units, m.balance_minor_units
FROM manual_payment AS m
JOIN invoice AS i ON (i.account_id, i.id) = (m.account_id, m.invoice_id);
