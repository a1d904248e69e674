-- Subscriptions due at $1, in the order of billing (rule 3.8); what another worker holds is passed over.
-- Both rows are locked and so looked at again in their newest version: a subscription that another worker has just
-- billed is not due any more. The order is made again outside, because that newest version may stand elsewhere.
WITH claimed AS MATERIALIZED (
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
    ORDER BY s.next_boundary_at, s.id
    LIMIT $4::bigint
    FOR NO KEY UPDATE OF a, s SKIP LOCKED
)
SELECT * FROM claimed
ORDER BY next_boundary_at, subscription_id;
