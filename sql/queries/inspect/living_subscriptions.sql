-- Subscriptions that have not ended, a page by their ids.
SELECT s.id
FROM subscription AS s
WHERE ($1::text IS NULL OR s.account_id = $1::text) AND s.id > $2::text AND s.status <> 'canceled'
ORDER BY s.id
LIMIT $3::bigint;
