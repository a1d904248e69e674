-- Every credit note over an account's invoices, those of one invoice in the order issued.
SELECT c.id, c.number, c.content
FROM credit_note AS c
WHERE c.account_id = $1::text
ORDER BY c.invoice_id, c.ordinal;
