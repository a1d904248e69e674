-- Subscriptions due at $1 after a place in the order of billing, read without a lock: for rehearsals.
SELECT
    s.next_boundary_at, s.id AS subscription_id, s.state,
    a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
    a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance
FROM subscription AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.next_boundary_at <= $1::timestamptz
    AND NOT s.is_parked
    AND ($2::text IS NULL OR s.account_id = $2::text)
    AND ($3::text IS NULL OR s.id = $3::text)
    AND ($4::timestamptz IS NULL OR (s.next_boundary_at, s.id) > ($4::timestamptz, $5::identifier))
ORDER BY s.next_boundary_at, s.id
LIMIT $6::bigint;
