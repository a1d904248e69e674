-- All accounts of these attempts, in their order, waiting for whoever holds them.
SELECT a.id
FROM account AS a
WHERE a.id IN (SELECT p.account_id FROM payment_attempt AS p WHERE p.id = ANY ($1::text[]))
ORDER BY a.id
FOR NO KEY UPDATE OF a;
