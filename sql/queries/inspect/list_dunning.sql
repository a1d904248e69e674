-- A page of open invoices of which a round has failed, the one that comes next first; those that nothing comes of last.
WITH matching AS (
    SELECT c.account_id, c.invoice_id, least(c.due_at, c.customer_action_until) AS next_at
    FROM collection AS c
    WHERE c.is_open AND c.has_failed_round AND ($1::text IS NULL OR c.account_id = $1::text)
), page AS (
    SELECT * FROM matching ORDER BY next_at NULLS LAST, account_id, invoice_id LIMIT $2::bigint OFFSET $3::bigint
)
SELECT t.total, p.account_id, p.invoice_id, p.next_at, i.number, i.currency,
    i.amount_due_minor_units - i.amount_paid_minor_units - i.amount_credited_minor_units AS amount_due_minor_units,
    i.subscription_id,
    s.status AS subscription_status, s.state, c.first_failure_at, c.round, c.last_decline, c.ends_at,
    EXISTS (
        SELECT FROM alarm AS l
        WHERE l.account_id = p.account_id AND l.cleared_at IS NULL AND l.stops_charging) AS is_stopped
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN (
    page AS p
    JOIN collection AS c ON (c.account_id, c.invoice_id) = (p.account_id, p.invoice_id)
    JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
    JOIN subscription AS s ON (s.account_id, s.id) = (c.account_id, c.subscription_id)
) ON true
ORDER BY p.next_at NULLS LAST, p.account_id, p.invoice_id;
