-- A page of charges with the numbers of their invoices, the latest made first.
WITH matching AS (
    SELECT p.account_id, p.id, p.position
    FROM payment_attempt AS p
    WHERE ($1::text IS NULL OR p.account_id = $1::text)
        AND ($2::text IS NULL OR p.invoice_id = $2::text)
        AND ($3::text IS NULL OR p.state = $3::text)
), page AS (
    SELECT p.*, i.number
    FROM (
        SELECT account_id, id FROM matching ORDER BY position DESC LIMIT $4::bigint OFFSET $5::bigint) AS m
    JOIN payment_attempt AS p ON (p.account_id, p.id) = (m.account_id, m.id)
    JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.position DESC;
