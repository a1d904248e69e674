WITH released AS (
    DELETE FROM parked_subscription WHERE subscription_id = $1::text RETURNING account_id, subscription_id
)
UPDATE subscription AS s
SET is_parked = false
FROM released AS r
WHERE (s.account_id, s.id) = (r.account_id, r.subscription_id);
