-- Live attempts that nobody waits for any more, leased to this worker. The ages are taken before the lease and by
-- this server's clock alone.
WITH claimed AS MATERIALIZED (
    SELECT p.account_id, p.id
    FROM payment_attempt AS p
    JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
    WHERE p.state IN ('ready', 'sent', 'unknown', 'pending')
        AND (p.lease_until IS NULL OR p.lease_until <= clock_timestamp())
        AND ($1::text IS NULL OR p.account_id = $1::text)
        AND ($2::text IS NULL OR i.subscription_id = $2::text)
        AND ($3::text[] IS NULL OR p.invoice_id = ANY ($3::text[]))
    ORDER BY p.position
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF p SKIP LOCKED
), leased AS (
    UPDATE payment_attempt AS p
    SET lease_until = clock_timestamp() + make_interval(secs => $5::bigint), lease_holder = $6::text
    FROM claimed AS c
    WHERE (p.account_id, p.id) = (c.account_id, c.id)
    RETURNING p.*
)
SELECT
    l.*,
    floor(extract(epoch FROM clock_timestamp() - l.first_sent_at))::bigint AS seconds_since_first_send,
    floor(extract(epoch FROM clock_timestamp() - l.last_sent_at))::bigint AS seconds_since_last_send
FROM leased AS l
ORDER BY l.position;
