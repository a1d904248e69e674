-- The ledger's customer balance is the sum of the account's rows, less what is carried to the next invoice: that is
-- owed by the customer, and its invoice has not asked for it yet.
SELECT format('account %s: the ledger shows a balance of %s, its rows %s', a.id, -l.balance, b.balance) AS finding
FROM account AS a
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.minor_units), 0) AS balance
    FROM ledger_entry AS e WHERE e.account_id = a.id AND e.ledger_account = 'customer_balance'
) AS l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.minor_units), 0) AS balance FROM balance_entry AS b WHERE b.account_id = a.id
) AS b
WHERE -l.balance <> b.balance;
