-- Accounts with a grant that expired at or before $1 (rule 9.1), the earliest first; what another worker holds is passed
-- over. Locked rows are looked at again in their newest version: a grant that has just been taken off is not claimed.
SELECT
    a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
    a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance
FROM account AS a
WHERE a.grant_expires_at <= $1::timestamptz AND ($2::text IS NULL OR a.id = $2::text)
ORDER BY a.grant_expires_at, a.id
LIMIT $3::bigint
FOR NO KEY UPDATE OF a SKIP LOCKED;
