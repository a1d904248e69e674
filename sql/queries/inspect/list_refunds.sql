-- A page of refunds with the numbers of their invoices, the latest made first.
WITH matching AS (
    SELECT r.account_id, r.id, r.position
    FROM refund AS r
    WHERE ($1::text IS NULL OR r.account_id = $1::text)
        AND ($2::text IS NULL OR r.invoice_id = $2::text)
        AND ($3::text IS NULL OR r.state = $3::text)
), page AS (
    SELECT r.*, i.number
    FROM (
        SELECT account_id, id FROM matching ORDER BY position DESC LIMIT $4::bigint OFFSET $5::bigint) AS m
    JOIN refund AS r ON (r.account_id, r.id) = (m.account_id, m.id)
    JOIN invoice AS i ON (i.account_id, i.id) = (r.account_id, r.invoice_id)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.position DESC;
