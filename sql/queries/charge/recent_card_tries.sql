-- How often each card was tried for any invoice in the 30 days before $2 (rule 11.6).
SELECT p.card, count(*) AS tries
FROM payment_attempt AS p
WHERE p.card = ANY ($1::text[]) AND p.sent_at > $2::timestamptz - interval '2592000 seconds'
GROUP BY p.card;
