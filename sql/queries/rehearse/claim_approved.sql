-- Subscriptions whose next boundary stands in an approved rehearsal and is not held, in the order of billing; what
-- another worker holds is passed over. Locked and ordered as in claim_due.
WITH claimed AS MATERIALIZED (
    SELECT
        s.next_boundary_at, s.id AS subscription_id, s.state,
        a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
        a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance
    FROM draft_invoice AS d
    JOIN subscription AS s ON (s.account_id, s.id) = (d.account_id, d.subscription_id)
    JOIN account AS a ON a.id = s.account_id
    WHERE d.rehearsal_id = $1::text
        AND d.state = 'drafted' AND d.outcome <> 'parked'
        AND s.next_boundary_at = d.boundary_at AND NOT s.is_parked
        AND EXISTS (SELECT FROM run AS r WHERE r.id = $1::text AND r.approval = 'approved')
    ORDER BY d.boundary_at, d.subscription_id
    LIMIT $2::bigint
    FOR NO KEY UPDATE OF a, s SKIP LOCKED
)
SELECT * FROM claimed
ORDER BY next_boundary_at, subscription_id;
