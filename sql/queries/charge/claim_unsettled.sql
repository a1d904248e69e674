-- Attempts that nobody waits for any more, leased to this worker: live ones, and declined ones that are watched. Those
-- in which something happened in the last $8 seconds are left alone. The ages are taken before the lease and by this
-- server's clock alone. What was never sent is not leased: marking it decides whose it is.
WITH claimed AS MATERIALIZED (
    SELECT p.account_id, p.id
    FROM payment_attempt AS p
    JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
    WHERE (p.state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action') OR p.watch_until IS NOT NULL)
        AND p.position > $7::bigint
        AND (p.lease_until IS NULL OR p.lease_until <= clock_timestamp())
        AND ($8::bigint = 0
            OR greatest(p.prepared_at, p.last_sent_at, p.looked_at)
                <= clock_timestamp() - make_interval(secs => $8::bigint))
        AND ($1::text IS NULL OR p.account_id = $1::text)
        AND ($2::text IS NULL OR i.subscription_id = $2::text)
        AND ($3::text[] IS NULL OR p.invoice_id = ANY ($3::text[]))
    ORDER BY p.position
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF p SKIP LOCKED
), leased AS (
    UPDATE payment_attempt AS p
    SET lease_until = CASE WHEN p.state <> 'ready' THEN clock_timestamp() + make_interval(secs => $5::bigint) END,
        lease_holder = CASE WHEN p.state <> 'ready' THEN $6::text END,
        looked_at = clock_timestamp()
    FROM claimed AS c
    WHERE (p.account_id, p.id) = (c.account_id, c.id)
    RETURNING p.*
)
SELECT
    l.*,
    c.customer_action_until,
    c.is_open,
    floor(extract(epoch FROM clock_timestamp() - l.first_sent_at))::bigint AS seconds_since_first_send,
    floor(extract(epoch FROM clock_timestamp() - l.last_sent_at))::bigint AS seconds_since_last_send,
    CASE
        WHEN l.watch_until <= clock_timestamp() THEN floor(extract(epoch FROM clock_timestamp() - l.watch_until))::bigint
    END AS seconds_since_watch_ended
FROM leased AS l
JOIN collection AS c ON (c.account_id, c.invoice_id) = (l.account_id, l.invoice_id)
ORDER BY l.position;
