-- Every refund with its result; no keys or requests.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.refunds AS
SELECT
    r.account_id, i.number AS invoice_number, r.processor, r.state, r.failure_code, r.currency, r.amount_minor_units,
    r.reason, r.note, r.requested_at, r.settled_at
FROM refund AS r
JOIN invoice AS i ON (i.account_id, i.id) = (r.account_id, r.invoice_id);
