-- The charge that paid an invoice; its account's row is the lock of everything of the account.
SELECT p.id
FROM payment_attempt AS p
JOIN account AS a ON a.id = p.account_id
WHERE p.invoice_id = $1::text AND p.state = 'succeeded'
FOR NO KEY UPDATE OF a;
