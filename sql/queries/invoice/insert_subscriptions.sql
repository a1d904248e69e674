INSERT INTO subscription (
    account_id, id, status, plan, interval, quantity, current_period_start, current_period_end, next_boundary_at,
    cancel_at_period_end, canceled_at, trial_end, state, started_at)
SELECT *
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::timestamptz[], $8::timestamptz[],
    $9::timestamptz[], $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::jsonb[], $14::timestamptz[])
ON CONFLICT (id) DO NOTHING
RETURNING id;
