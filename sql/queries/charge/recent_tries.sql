-- The tries for each invoice in the 30 days before $3, by any method (rule 11.6).
SELECT p.invoice_id, p.method_id, p.sent_at
FROM unnest($1::text[], $2::text[]) AS w (account_id, invoice_id)
JOIN payment_attempt AS p ON (p.account_id, p.invoice_id) = (w.account_id, w.invoice_id)
WHERE p.sent_at > $3::timestamptz - interval '2592000 seconds'
ORDER BY p.sent_at;
