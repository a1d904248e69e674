-- The first invoice of an account's subscription for which something was due.
SELECT c.invoice_id
FROM collection AS c
WHERE (c.account_id, c.subscription_id) = ($1::text, $2::text)
ORDER BY c.issued_at, c.number_sequence
LIMIT 1;
