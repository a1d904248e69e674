-- What an answer or a question found. Whoever waited does not any more, so the lease ends.
UPDATE payment_attempt AS p
SET state = w.state,
    settled_at = w.settled_at,
    decline_code = w.decline_code,
    reference = w.reference,
    watch_until = CASE WHEN w.watch_seconds > 0 THEN clock_timestamp() + make_interval(secs => w.watch_seconds) END,
    debit_at = w.debit_at,
    lease_until = NULL,
    lease_holder = NULL
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::bigint[],
    $8::timestamptz[]) AS w (account_id, id, state, settled_at, decline_code, reference, watch_seconds, debit_at)
WHERE (p.account_id, p.id) = (w.account_id, w.id)
RETURNING p.id;
