-- Messages that are due, in the order received, leased to this worker; the try is counted before it is made.
WITH claimed AS MATERIALIZED (
    SELECT e.processor, e.id
    FROM processor_event AS e
    WHERE e.handled_at IS NULL
        AND e.next_try_at <= clock_timestamp()
        AND (e.lease_until IS NULL OR e.lease_until <= clock_timestamp())
        AND e.processor = ANY ($1::text[])
    ORDER BY e.next_try_at, e.position
    LIMIT $2::bigint
    FOR NO KEY UPDATE OF e SKIP LOCKED
), leased AS (
    UPDATE processor_event AS e
    SET tries = e.tries + 1,
        lease_until = clock_timestamp() + make_interval(secs => $3::bigint),
        lease_holder = $4::text
    FROM claimed AS c
    WHERE (e.processor, e.id) = (c.processor, c.id)
    RETURNING e.*
)
SELECT l.processor, l.id, l.type, l.created_at, l.is_live, l.subject, l.tries
FROM leased AS l
ORDER BY l.position;
