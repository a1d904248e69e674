-- One account with what it has; nothing is locked.
SELECT
    a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
    a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance
FROM account AS a
WHERE a.id = $1::text;
