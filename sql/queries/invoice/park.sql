WITH parked AS (
    INSERT INTO parked_subscription (account_id, subscription_id, boundary_at, reason, parked_at, run_id)
    VALUES ($1::text, $2::text, $3::timestamptz, $4::text, $5::timestamptz, $6::text)
    ON CONFLICT (account_id, subscription_id) DO UPDATE SET
        boundary_at = excluded.boundary_at, reason = excluded.reason, parked_at = excluded.parked_at,
        run_id = excluded.run_id
)
UPDATE subscription SET is_parked = true WHERE (account_id, id) = ($1::text, $2::text);
