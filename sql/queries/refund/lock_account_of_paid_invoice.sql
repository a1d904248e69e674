-- The charge that paid an invoice; its account's row is the lock of everything of the account.
SELECT p.id
FROM invoice AS i
JOIN payment_attempt AS p ON (p.account_id, p.invoice_id) = (i.account_id, i.id)
JOIN account AS a ON a.id = p.account_id
WHERE i.id = $1::text AND p.state = 'succeeded'
FOR NO KEY UPDATE OF a;
