UPDATE account AS a
SET balance = w.balance, grant_expires_at = w.grant_expires_at
FROM unnest($1::text[], $2::jsonb[], $3::timestamptz[]) AS w (account_id, balance, grant_expires_at)
WHERE a.id = w.account_id;
