-- Every closed period of an account's subscriptions, oldest first.
SELECT c.subscription_id, c.content
FROM closed_period AS c
WHERE c.account_id = $1::text
ORDER BY c.subscription_id, c.period_start;
