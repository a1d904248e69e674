-- All accounts of these refunds, in their order, waiting for whoever holds them.
SELECT a.id
FROM account AS a
WHERE a.id IN (SELECT r.account_id FROM refund AS r WHERE r.id = ANY ($1::text[]))
ORDER BY a.id
FOR NO KEY UPDATE OF a;
