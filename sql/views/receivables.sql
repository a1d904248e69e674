-- What customers owe, and for how long, for finance (report aging).
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.receivables AS
SELECT
    i.account_id, a.name AS account_name, i.number, i.subscription_id, i.currency, i.issued_at, i.due_at,
    i.amount_due_minor_units - i.amount_paid_minor_units - i.amount_credited_minor_units AS amount_due_minor_units,
    c.round, c.due_at AS next_round_at, s.status AS subscription_status
FROM invoice AS i
JOIN account AS a ON a.id = i.account_id
JOIN subscription AS s ON (s.account_id, s.id) = (i.account_id, i.subscription_id)
JOIN collection AS c ON (c.account_id, c.invoice_id) = (i.account_id, i.id)
WHERE i.status = 'open';
