-- What came with a checkout and went on its account's balance, by the processor's id; of any processor where $2 is NULL.
SELECT p.*
FROM prepayment AS p
WHERE p.reference = $1::text AND ($2::text IS NULL OR p.processor = $2::text)
ORDER BY p.processor
LIMIT 1;
