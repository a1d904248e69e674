-- Charges by id with what their invoices are to notices.
SELECT p.*, i.number, i.subscription_id, i.amount_due_minor_units, i.status
FROM payment_attempt AS p
JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
WHERE p.id = ANY ($1::text[])
ORDER BY p.position;
