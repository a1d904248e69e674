UPDATE subscription AS s
SET status = w.status,
    plan = w.plan,
    interval = w.interval,
    quantity = w.quantity,
    current_period_start = w.current_period_start,
    current_period_end = w.current_period_end,
    next_boundary_at = w.next_boundary_at,
    cancel_at_period_end = w.cancel_at_period_end,
    canceled_at = w.canceled_at,
    trial_end = w.trial_end,
    state = w.state
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::timestamptz[], $8::timestamptz[],
    $9::timestamptz[], $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::jsonb[])
    AS w (
        account_id, id, status, plan, interval, quantity, current_period_start, current_period_end, next_boundary_at,
        cancel_at_period_end, canceled_at, trial_end, state)
WHERE (s.account_id, s.id) = (w.account_id, w.id)
RETURNING s.id;
