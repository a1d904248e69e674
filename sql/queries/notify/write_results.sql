-- What tries came to. One that is at its end already stays: another worker had it after this one's lease.
UPDATE delivery AS d
SET state = w.state,
    outcome = w.outcome,
    tries = d.tries - CASE WHEN w.is_put_back THEN 1 ELSE 0 END,
    next_try_at = CASE
        WHEN w.is_put_back THEN d.next_try_at
        ELSE clock_timestamp() + make_interval(secs => w.seconds_until_next)
    END,
    finished_at = CASE WHEN w.state <> 'waiting' THEN clock_timestamp() END,
    lease_until = NULL,
    lease_holder = NULL
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::boolean[])
    AS w (id, state, outcome, seconds_until_next, is_put_back)
WHERE d.id = w.id AND d.state = 'waiting';
