SELECT p.*
FROM unnest($1::text[], $2::text[]) AS w (account_id, invoice_id)
JOIN payment_attempt AS p ON (p.account_id, p.invoice_id) = (w.account_id, w.invoice_id)
WHERE p.state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action');
