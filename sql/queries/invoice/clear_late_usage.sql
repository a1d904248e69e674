DELETE FROM late_usage AS u
USING unnest($1::text[], $2::text[]) AS w (account_id, subscription_id)
WHERE (u.account_id, u.subscription_id) = (w.account_id, w.subscription_id);
