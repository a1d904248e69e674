-- The last look before money goes: the refund is unsent, or this worker's to repeat.
WITH marked AS (
    UPDATE refund AS r
    SET state = 'sent',
        sends = r.sends + 1,
        first_sent_at = coalesce(r.first_sent_at, clock_timestamp()),
        last_sent_at = clock_timestamp(),
        lease_until = clock_timestamp() + make_interval(secs => $2::bigint),
        lease_holder = $3::text
    WHERE r.id = ANY ($1::text[])
        AND CASE
            WHEN r.state = 'ready'
                THEN r.lease_until IS NULL OR r.lease_until <= clock_timestamp() OR r.lease_holder = $3::text
            WHEN r.state IN ('sent', 'unknown') THEN r.lease_holder = $3::text AND r.lease_until > clock_timestamp()
            ELSE false
        END
    RETURNING r.*
)
SELECT * FROM marked
ORDER BY position;
