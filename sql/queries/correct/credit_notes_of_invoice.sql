SELECT c.id, c.number, c.content
FROM credit_note AS c
WHERE (c.account_id, c.invoice_id) = ($1::text, $2::text)
ORDER BY c.ordinal;
