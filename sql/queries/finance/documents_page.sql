-- A page of the documents that are written, for whoever compares them with their files. Ids are digests of what they
-- name: no invoice has a credit note's.
SELECT w.account_id, w.id, w.is_credit_note, w.number, w.path, w.sha256, w.byte_count
FROM (
    (SELECT d.account_id, d.invoice_id AS id, false AS is_credit_note, i.number, d.path, d.sha256, d.byte_count
    FROM document AS d
    JOIN invoice AS i ON (i.account_id, i.id) = (d.account_id, d.invoice_id)
    WHERE d.rendered_at IS NOT NULL AND (d.account_id, d.invoice_id) > ($1::text, $2::text)
    ORDER BY d.account_id, d.invoice_id
    LIMIT $3::bigint)
    UNION ALL
    (SELECT d.account_id, d.credit_note_id, true, c.number, d.path, d.sha256, d.byte_count
    FROM credit_note_document AS d
    JOIN credit_note AS c ON (c.account_id, c.id) = (d.account_id, d.credit_note_id)
    WHERE d.rendered_at IS NOT NULL AND (d.account_id, d.credit_note_id) > ($1::text, $2::text)
    ORDER BY d.account_id, d.credit_note_id
    LIMIT $3::bigint)
) AS w
ORDER BY w.account_id, w.id
LIMIT $3::bigint;
