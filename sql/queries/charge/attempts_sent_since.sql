SELECT p.*
FROM payment_attempt AS p
WHERE p.processor = $1::text AND p.first_sent_at >= to_timestamp($2::bigint)
ORDER BY p.position;
