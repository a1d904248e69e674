SELECT r.*
FROM payment_attempt AS p
JOIN refund AS r ON (r.account_id, r.attempt_id) = (p.account_id, p.id)
WHERE p.id = ANY ($1::text[])
ORDER BY r.position;
