-- Invoices whose document is owed, in the order of issue; what another worker is looking at is passed over,
-- and so are those of $5.
WITH claimed AS MATERIALIZED (
    SELECT d.account_id, d.invoice_id
    FROM document AS d
    JOIN invoice AS i ON (i.account_id, i.id) = (d.account_id, d.invoice_id)
    WHERE d.rendered_at IS NULL
        AND ($1::text IS NULL OR d.account_id = $1::text)
        AND ($2::text IS NULL OR i.subscription_id = $2::text)
        AND ($3::text[] IS NULL OR d.invoice_id = ANY ($3::text[]))
        AND d.invoice_id <> ALL ($5::text[])
    ORDER BY d.issued_at, d.number_sequence
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF d SKIP LOCKED
)
SELECT
    i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
    invoice_content(i) AS content, i.seller, i.buyer,
    i.catalog_version
FROM claimed AS c
JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
ORDER BY i.issued_at, i.number_sequence;
