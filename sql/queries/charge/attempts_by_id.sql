SELECT p.*
FROM payment_attempt AS p
WHERE p.id = ANY ($1::text[])
ORDER BY p.position;
