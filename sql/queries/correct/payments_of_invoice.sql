SELECT m.invoice_id, m.reference, m.amount_minor_units, m.applied_minor_units, m.received_at
FROM manual_payment AS m
WHERE (m.account_id, m.invoice_id) = ($1::text, $2::text)
ORDER BY m.received_at, m.id;
