-- Credit notes whose document is owed, in the order of issue, with the seller and buyer of their invoices; what another
-- worker is looking at is passed over, and so are those of $5.
WITH claimed AS MATERIALIZED (
    SELECT d.account_id, d.credit_note_id
    FROM credit_note_document AS d
    JOIN credit_note AS c ON (c.account_id, c.id) = (d.account_id, d.credit_note_id)
    JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
    WHERE d.rendered_at IS NULL
        AND ($1::text IS NULL OR d.account_id = $1::text)
        AND ($2::text IS NULL OR i.subscription_id = $2::text)
        AND ($3::text[] IS NULL OR c.invoice_id = ANY ($3::text[]))
        AND d.credit_note_id <> ALL ($5::text[])
    ORDER BY d.issued_at, d.number_sequence
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF d SKIP LOCKED
)
SELECT c.id, c.number, c.content, i.seller, i.buyer, i.catalog_version
FROM claimed AS d
JOIN credit_note AS c ON (c.account_id, c.id) = (d.account_id, d.credit_note_id)
JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
ORDER BY c.issued_at, c.number_sequence;
