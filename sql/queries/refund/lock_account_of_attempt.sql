-- The account of a charge, waiting for whoever holds it.
SELECT a.id
FROM account AS a
WHERE a.id = (SELECT p.account_id FROM payment_attempt AS p WHERE p.id = $1::text)
FOR NO KEY UPDATE OF a;
