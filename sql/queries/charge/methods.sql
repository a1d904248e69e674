SELECT m.*
FROM payment_method AS m
WHERE m.account_id = ANY ($1::text[])
ORDER BY m.account_id, m.position;
