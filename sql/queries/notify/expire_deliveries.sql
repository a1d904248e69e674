-- Deliveries that have waited more than $2 days for their channel.
UPDATE delivery AS d
SET state = 'dead',
    outcome = format('waited more than %s days; `dueday outbox retry` sends it all the same', $2::bigint),
    finished_at = clock_timestamp(),
    lease_until = NULL,
    lease_holder = NULL
WHERE d.state = 'waiting'
    AND d.channel = $1::text
    AND d.waits_since < clock_timestamp() - make_interval(days => ($2::bigint)::integer)
    AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp());
