-- The tries for each invoice in the 30 days before $3, by any method (rule 11.6). What was refused for what it asked, by
-- the codes of $4, has tried no card.
SELECT p.invoice_id, p.method_id, p.sent_at
FROM unnest($1::text[], $2::text[]) AS w (account_id, invoice_id)
JOIN payment_attempt AS p ON (p.account_id, p.invoice_id) = (w.account_id, w.invoice_id)
WHERE p.sent_at > $3::timestamptz - interval '2592000 seconds'
    AND NOT (p.state = 'refused' AND coalesce(p.decline_code = ANY ($4::text[]), false))
ORDER BY p.sent_at;
