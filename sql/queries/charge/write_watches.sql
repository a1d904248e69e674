-- What looks at watched declines came to: watched further, or for the last time. Whoever looked does not wait any more.
UPDATE payment_attempt AS p
SET watch_until = CASE
        WHEN w.seconds > 0 THEN greatest(p.watch_until, clock_timestamp() + make_interval(secs => w.seconds))
    END,
    lease_until = NULL,
    lease_holder = NULL
FROM unnest($1::text[], $2::bigint[]) AS w (id, seconds)
WHERE p.id = w.id AND p.state = 'declined' AND p.watch_until IS NOT NULL;
