UPDATE payment_method AS m
SET expiry_told = w.days
FROM unnest($1::text[], $2::text[], $3::integer[]) AS w (account_id, id, days)
WHERE (m.account_id, m.id) = (w.account_id, w.id);
