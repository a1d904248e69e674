INSERT INTO late_usage AS u (account_id, subscription_id, since)
SELECT account_id, subscription_id, since
FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS w (account_id, subscription_id, since)
ORDER BY account_id COLLATE "C", subscription_id COLLATE "C"
ON CONFLICT (account_id, subscription_id) DO UPDATE SET since = least(u.since, excluded.since);
