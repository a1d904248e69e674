-- A page of subscriptions that were set aside, the longest first.
WITH page AS (
    SELECT p.* FROM parked_subscription AS p
    ORDER BY p.parked_at, p.subscription_id LIMIT $1::bigint OFFSET $2::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM parked_subscription) AS t
LEFT JOIN page AS p ON true
ORDER BY p.parked_at, p.subscription_id;
