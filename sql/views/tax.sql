-- Tax by invoice and jurisdiction.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.tax AS
SELECT
    i.seller_id, i.number AS invoice_number, i.issued_at, i.status, i.currency, t.jurisdiction, t.name, t.category,
    t.rate, t.base_minor_units, t.amount_minor_units
FROM invoice_tax AS t
JOIN invoice AS i ON (i.account_id, i.id) = (t.account_id, t.invoice_id);
