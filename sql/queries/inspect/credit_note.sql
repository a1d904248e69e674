-- One credit note by number or id, with the copies of seller and buyer of its invoice, and its document.
SELECT c.id, c.number, c.content, i.seller, i.buyer, i.catalog_version, d.path
FROM credit_note AS c
JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
LEFT JOIN credit_note_document AS d ON (d.account_id, d.credit_note_id) = (c.account_id, c.id)
WHERE c.number = $1::text OR c.id = $1::text
ORDER BY c.issued_at DESC
LIMIT 1;
