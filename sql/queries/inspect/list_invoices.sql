-- A page of invoices, the latest first. All of them are not counted: their numbers have no gap, so that the numbers
-- that were taken are their count; of the paid ones, those that are not paid are few.
WITH matching AS NOT MATERIALIZED (
    SELECT i.account_id, i.id, i.issued_at, i.number_sequence
    FROM invoice AS i
    WHERE ($1::text IS NULL OR i.account_id = $1::text)
        AND ($2::text IS NULL OR i.subscription_id = $2::text)
        AND ($3::text IS NULL OR i.status = $3::text)
        AND ($4::text IS NULL OR i.run_id = $4::text)
        AND ($5::text IS NULL OR i.number = $5::text OR i.id = $5::text)
), page AS (
    SELECT
        i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
        invoice_content(i) AS content, i.issued_at,
        i.number_sequence
    FROM (
        SELECT account_id, id FROM matching
        ORDER BY issued_at DESC, number_sequence DESC LIMIT $6::bigint OFFSET $7::bigint) AS m
    JOIN invoice AS i ON (i.account_id, i.id) = (m.account_id, m.id)
)
SELECT t.total, p.*
FROM (
    SELECT CASE
        WHEN num_nonnulls($1::text, $2::text, $4::text, $5::text) > 0 THEN (SELECT count(*) FROM matching)
        WHEN $3::text IS NULL THEN (SELECT coalesce(sum(last_number), 0)::bigint FROM invoice_sequence)
        WHEN $3::text = 'paid' THEN
            (SELECT coalesce(sum(last_number), 0)::bigint FROM invoice_sequence)
            - (SELECT count(*) FROM invoice AS o WHERE o.status <> 'paid')
        ELSE (SELECT count(*) FROM invoice AS o WHERE o.status <> 'paid' AND o.status = $3::text)
    END AS total) AS t
LEFT JOIN page AS p ON true
ORDER BY p.issued_at DESC, p.number_sequence DESC;
