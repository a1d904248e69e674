-- The receivables of each account are what its open invoices still ask for.
SELECT format('account %s: the ledger shows %s receivable, open invoices %s', a.id, l.receivable, i.due) AS finding
FROM account AS a
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.minor_units), 0) AS receivable
    FROM ledger_entry AS e WHERE e.account_id = a.id AND e.ledger_account = 'receivable'
) AS l
CROSS JOIN LATERAL (
    SELECT coalesce(
            sum(i.amount_due_minor_units - i.amount_paid_minor_units - i.amount_credited_minor_units), 0) AS due
    FROM invoice AS i WHERE i.account_id = a.id AND i.status = 'open'
) AS i
WHERE l.receivable <> i.due;
