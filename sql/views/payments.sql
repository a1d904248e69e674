-- Every charge with its result; no keys, requests or processors' ids of methods.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.payments AS
SELECT
    p.account_id, i.number AS invoice_number, p.sequence, p.round, p.processor, p.state, p.decline_code, p.currency,
    p.amount_minor_units, p.sent_at, p.settled_at
FROM payment_attempt AS p
JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id);
