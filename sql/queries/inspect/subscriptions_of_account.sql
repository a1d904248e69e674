-- An account's subscriptions by id, with what is late of their usage.
SELECT s.id AS subscription_id, s.state, u.since
FROM subscription AS s
LEFT JOIN late_usage AS u ON (u.account_id, u.subscription_id) = (s.account_id, s.id)
WHERE s.account_id = $1::text
ORDER BY s.id;
