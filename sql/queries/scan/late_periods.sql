-- Late use of claimed subscriptions, with the closed periods it can be felt in (rule 5.7). Asked after the lock:
-- only then is what a recorder has just marked surely seen.
SELECT u.subscription_id, u.since, c.content
FROM unnest($1::text[], $2::text[]) AS w (account_id, subscription_id)
JOIN late_usage AS u ON (u.account_id, u.subscription_id) = (w.account_id, w.subscription_id)
LEFT JOIN closed_period AS c
    ON (c.account_id, c.subscription_id) = (u.account_id, u.subscription_id) AND c.period_end > u.since
ORDER BY u.subscription_id, c.period_start;
