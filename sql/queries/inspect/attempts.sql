-- A page of attempts in the order made.
SELECT p.*
FROM payment_attempt AS p
WHERE p.position > $1::bigint
ORDER BY p.position
LIMIT $2::bigint;
