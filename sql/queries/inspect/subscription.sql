-- One subscription with its account; nothing is locked.
SELECT
    a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
    a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance,
    s.id AS subscription_id, s.state
FROM subscription AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.id = $1::text;
