-- Live refunds that nobody waits for any more, leased to this worker. The ages are taken before the lease and by this
-- server's clock alone. What was never sent is not leased: marking it decides whose it is.
WITH claimed AS MATERIALIZED (
    SELECT r.account_id, r.id
    FROM refund AS r
    LEFT JOIN invoice AS i ON (i.account_id, i.id) = (r.account_id, r.invoice_id)
    LEFT JOIN prepayment AS p
        ON r.attempt_id IS NULL
            AND (p.account_id, p.processor, p.reference) = (r.account_id, r.processor, r.charge_reference)
    WHERE r.state IN ('ready', 'sent', 'unknown', 'pending')
        AND r.position > $7::bigint
        AND (r.lease_until IS NULL OR r.lease_until <= clock_timestamp())
        AND ($1::text IS NULL OR r.account_id = $1::text)
        AND ($2::text IS NULL OR coalesce(i.subscription_id, p.subscription_id) = $2::text)
        AND ($3::text[] IS NULL OR r.invoice_id = ANY ($3::text[]))
    ORDER BY r.position
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF r SKIP LOCKED
), leased AS (
    UPDATE refund AS r
    SET lease_until = CASE WHEN r.state <> 'ready' THEN clock_timestamp() + make_interval(secs => $5::bigint) END,
        lease_holder = CASE WHEN r.state <> 'ready' THEN $6::text END
    FROM claimed AS c
    WHERE (r.account_id, r.id) = (c.account_id, c.id)
    RETURNING r.*
)
SELECT
    l.*,
    floor(extract(epoch FROM clock_timestamp() - l.first_sent_at))::bigint AS seconds_since_first_send,
    floor(extract(epoch FROM clock_timestamp() - l.last_sent_at))::bigint AS seconds_since_last_send
FROM leased AS l
ORDER BY l.position;
