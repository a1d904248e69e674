UPDATE account AS a
SET balance = w.balance
FROM unnest($1::text[], $2::jsonb[]) AS w (account_id, balance)
WHERE a.id = w.account_id;
