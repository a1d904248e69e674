-- The declines of each card for any invoice in the 30 days before $2 (rule 11.6).
SELECT p.card, p.sent_at, p.decline_code, p.amount_minor_units, p.currency
FROM payment_attempt AS p
WHERE p.card = ANY ($1::text[]) AND p.sent_at > $2::timestamptz - interval '2592000 seconds' AND p.state = 'declined'
ORDER BY p.sent_at;
