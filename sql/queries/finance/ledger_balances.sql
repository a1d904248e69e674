-- What every account of the ledger came to just before an instant.
SELECT e.ledger_account, p.currency, sum(e.minor_units)::bigint AS minor_units
FROM ledger_posting AS p
JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.id)
WHERE p.at < $1::timestamptz
GROUP BY e.ledger_account, p.currency
ORDER BY e.ledger_account, p.currency;
