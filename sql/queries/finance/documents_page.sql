-- A page of the documents that are written, for whoever compares them with their files.
SELECT d.account_id, d.invoice_id, i.number, d.path, d.sha256, d.byte_count
FROM document AS d
JOIN invoice AS i ON (i.account_id, i.id) = (d.account_id, d.invoice_id)
WHERE d.rendered_at IS NOT NULL AND (d.account_id, d.invoice_id) > ($1::text, $2::text)
ORDER BY d.account_id, d.invoice_id
LIMIT $3::bigint;
