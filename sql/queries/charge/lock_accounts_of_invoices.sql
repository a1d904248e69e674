-- The accounts of invoices that are or were collected, in their order, waiting for whoever holds them; then the keys.
WITH locked AS MATERIALIZED (
    SELECT a.id
    FROM account AS a
    WHERE a.id IN (SELECT c.account_id FROM collection AS c WHERE c.invoice_id = ANY ($1::text[]))
    ORDER BY a.id
    FOR NO KEY UPDATE OF a
)
SELECT c.account_id, c.invoice_id
FROM collection AS c
JOIN locked AS l ON l.id = c.account_id
WHERE c.invoice_id = ANY ($1::text[])
ORDER BY c.issued_at, c.number_sequence;
