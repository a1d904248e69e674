-- Deliveries that are due, leased to this worker; the try is counted before it is made.
WITH claimed AS MATERIALIZED (
    SELECT d.id
    FROM delivery AS d
    JOIN outbox AS o ON o.position = d.notice_position
    WHERE d.state = 'waiting'
        AND d.next_try_at <= clock_timestamp()
        AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
        AND ($1::text IS NULL OR o.account_id = $1::text)
        AND ($2::text IS NULL OR o.facts ->> 'subscription' = $2::text)
        AND ($3::text[] IS NULL OR o.facts ->> 'invoice' = ANY ($3::text[]))
        AND d.channel = ANY ($4::text[])
        AND (d.endpoint_id IS NULL OR d.endpoint_id <> ALL ($5::text[]))
    ORDER BY d.next_try_at, d.id
    LIMIT $6::bigint
    FOR NO KEY UPDATE OF d SKIP LOCKED
), leased AS (
    UPDATE delivery AS d
    SET tries = d.tries + 1,
        lease_until = clock_timestamp() + make_interval(secs => $7::bigint),
        lease_holder = $8::text
    FROM claimed AS c
    WHERE d.id = c.id
    RETURNING d.*
)
SELECT
    l.id, l.channel, l.tries, o.id AS notice_id, o.kind, o.account_id, o.at, o.facts,
    e.id AS endpoint_id, e.url, e.kinds, e.secret, e.previous_secret, e.removed_at IS NOT NULL AS is_removed,
    CASE WHEN o.facts ? 'credit_note' THEN n.path ELSE t.path END AS path
FROM leased AS l
JOIN outbox AS o ON o.position = l.notice_position
LEFT JOIN webhook_endpoint AS e ON e.id = l.endpoint_id
LEFT JOIN document AS t ON (t.account_id, t.invoice_id) = (o.account_id, o.facts ->> 'invoice')
LEFT JOIN credit_note_document AS n ON (n.account_id, n.credit_note_id) = (o.account_id, o.facts ->> 'credit_note')
ORDER BY l.next_try_at, l.id;
