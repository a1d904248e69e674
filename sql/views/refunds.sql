-- Every refund with its result, those made by hand at the processor among them; no keys or requests. Money that a
-- checkout brought and no invoice asked for goes back without an invoice.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.refunds AS
SELECT
    r.account_id, i.number AS invoice_number, r.processor, r.state, r.failure_code, r.currency, r.amount_minor_units,
    r.reason, r.note, r.requested_at, r.settled_at
FROM refund AS r
LEFT JOIN invoice AS i ON (i.account_id, i.id) = (r.account_id, r.invoice_id)
UNION ALL
SELECT
    o.account_id, i.number, o.processor, CASE WHEN o.failed_at IS NULL THEN 'succeeded' ELSE 'failed' END, NULL,
    o.currency, o.amount_minor_units, 'made_at_processor', o.reference, o.noted_at, coalesce(o.failed_at, o.noted_at)
FROM outside_refund AS o
LEFT JOIN payment_attempt AS p ON (p.account_id, p.id) = (o.account_id, o.attempt_id)
LEFT JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id);
