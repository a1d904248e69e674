-- What an answer or a question found. Whoever waited does not any more, so the lease ends.
UPDATE refund AS r
SET state = w.state,
    settled_at = w.settled_at,
    failure_code = w.failure_code,
    reference = w.reference,
    lease_until = NULL,
    lease_holder = NULL
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
    AS w (account_id, id, state, settled_at, failure_code, reference)
WHERE (r.account_id, r.id) = (w.account_id, w.id)
RETURNING r.id;
