-- What an account owed just before an instant; below zero what it had to its credit.
SELECT coalesce(sum(e.minor_units), 0)::bigint AS minor_units
FROM ledger_posting AS p
JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.id)
WHERE p.account_id = $1::text AND p.at < $2::timestamptz
    AND e.ledger_account IN ('receivable', 'customer_balance', 'refunds_payable');
