-- A page of credit notes, the latest first.
WITH matching AS (
    SELECT c.account_id, c.id, c.issued_at, c.number_sequence
    FROM credit_note AS c
    JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
    WHERE ($1::text IS NULL OR c.account_id = $1::text)
        AND ($2::text IS NULL OR i.number = $2::text OR i.id = $2::text)
        AND ($3::text IS NULL OR c.number = $3::text OR c.id = $3::text)
), page AS (
    SELECT c.id, c.number, c.content, c.issued_at, c.number_sequence
    FROM (
        SELECT account_id, id FROM matching
        ORDER BY issued_at DESC, number_sequence DESC LIMIT $4::bigint OFFSET $5::bigint) AS m
    JOIN credit_note AS c ON (c.account_id, c.id) = (m.account_id, m.id)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.issued_at DESC, p.number_sequence DESC;
