-- The accounts of invoices that are or were collected, in their order, waiting for whoever holds them; then the keys.
WITH wanted AS (
    SELECT c.account_id, c.invoice_id, c.issued_at, c.number_sequence
    FROM invoice AS i
    JOIN collection AS c ON (c.account_id, c.invoice_id) = (i.account_id, i.id)
    WHERE i.id = ANY ($1::text[])
), locked AS MATERIALIZED (
    SELECT a.id
    FROM account AS a
    WHERE a.id IN (SELECT w.account_id FROM wanted AS w)
    ORDER BY a.id
    FOR NO KEY UPDATE OF a
)
SELECT w.account_id, w.invoice_id
FROM wanted AS w
JOIN locked AS l ON l.id = w.account_id
ORDER BY w.issued_at, w.number_sequence;
