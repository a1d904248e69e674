-- What looking at messages came to; one that is handled stays handled.
UPDATE processor_event AS e
SET handled_at = CASE WHEN w.is_handled THEN clock_timestamp() END,
    outcome = w.outcome,
    next_try_at = clock_timestamp() + make_interval(secs => w.seconds_until_next),
    lease_until = NULL,
    lease_holder = NULL
FROM unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::bigint[])
    AS w (processor, id, is_handled, outcome, seconds_until_next)
WHERE (e.processor, e.id) = (w.processor, w.id) AND e.handled_at IS NULL;
