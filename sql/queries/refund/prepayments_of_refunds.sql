-- What came with checkouts and is given back by these refunds.
SELECT p.*
FROM prepayment AS p
WHERE EXISTS (
    SELECT FROM refund AS r
    WHERE r.id = ANY ($1::text[]) AND r.attempt_id IS NULL
        AND (r.account_id, r.processor, r.charge_reference) = (p.account_id, p.processor, p.reference))
ORDER BY p.account_id, p.reference;
