-- Gives the claims that were free; whoever finds one missing writes nothing (rule 3.8).
INSERT INTO boundary_claim (account_id, subscription_id, boundary_at, run_id)
SELECT account_id, subscription_id, boundary_at, $4::text
FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS w (account_id, subscription_id, boundary_at)
ON CONFLICT (account_id, subscription_id, boundary_at) DO NOTHING
RETURNING subscription_id, boundary_at;
