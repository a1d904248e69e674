-- The account on whose balance a charge stands, waiting for whoever holds it.
SELECT a.id
FROM account AS a
WHERE a.id IN (
    SELECT p.account_id FROM prepayment AS p
    WHERE p.reference = $1::text AND ($2::text IS NULL OR p.processor = $2::text))
ORDER BY a.id
FOR NO KEY UPDATE OF a;
