-- A page of refunds with the numbers of their invoices, ours and those that were made by hand at a processor, the latest
-- first: asked for here, or learnt of. What goes back from a balance has no invoice.
WITH matching AS (
    SELECT
        r.account_id, r.id, coalesce(r.attempt_id, r.charge_reference) AS payment, r.invoice_id, r.processor, r.reference, r.amount_minor_units, r.currency, r.state,
        r.failure_code, r.reason, r.note, r.requested_at, NULL::timestamptz AS noted_at, r.settled_at, r.position
    FROM refund AS r
    WHERE ($1::text IS NULL OR r.account_id = $1::text)
        AND ($2::text IS NULL OR r.invoice_id = $2::text)
        AND ($3::text IS NULL OR r.state = $3::text)
    UNION ALL
    SELECT
        o.account_id, NULL, coalesce(o.attempt_id, o.charge_reference), p.invoice_id, o.processor, o.reference, o.amount_minor_units, o.currency, s.state,
        NULL, NULL, NULL, NULL, o.noted_at, coalesce(o.failed_at, o.noted_at), 0
    FROM outside_refund AS o
    LEFT JOIN payment_attempt AS p ON (p.account_id, p.id) = (o.account_id, o.attempt_id)
    CROSS JOIN LATERAL (SELECT CASE WHEN o.failed_at IS NULL THEN 'succeeded' ELSE 'failed' END AS state) AS s
    WHERE ($1::text IS NULL OR o.account_id = $1::text)
        AND ($2::text IS NULL OR p.invoice_id = $2::text)
        AND ($3::text IS NULL OR s.state = $3::text)
), page AS (
    SELECT m.*, i.number
    FROM (
        SELECT * FROM matching
        ORDER BY coalesce(requested_at, noted_at) DESC, position DESC, reference
        LIMIT $4::bigint OFFSET $5::bigint) AS m
    LEFT JOIN invoice AS i ON (i.account_id, i.id) = (m.account_id, m.invoice_id)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY coalesce(p.requested_at, p.noted_at) DESC, p.position DESC, p.reference;
