SELECT p.*
FROM payment_attempt AS p
WHERE (p.account_id, p.invoice_id) = ($1::text, $2::text)
ORDER BY p.position;
