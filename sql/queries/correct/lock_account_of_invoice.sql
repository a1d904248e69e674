-- The account of an invoice that is named by number or id; its row is the lock of everything of the account.
SELECT
    a.id AS account_id, a.name, a.email, a.currency, a.time_zone, a.country, a.region, a.address, a.tax_id,
    a.is_tax_exempt, a.payment_terms_days, a.collection, a.invoicing, a.balance
FROM account AS a
WHERE a.id = (
    SELECT i.account_id FROM invoice AS i
    WHERE i.number = $1::text OR i.id = $1::text
    ORDER BY i.issued_at DESC LIMIT 1)
FOR NO KEY UPDATE OF a;
