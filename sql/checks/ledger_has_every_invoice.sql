-- What an invoice moves is in the ledger: due and balance against revenue and tax.
SELECT
    format('invoice %s: the ledger shows %s due, the invoice %s', i.number, l.receivable, i.amount_due_minor_units)
        AS finding
FROM invoice AS i
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.minor_units), 0) AS receivable
    FROM ledger_posting AS p
    JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.id)
    WHERE (p.account_id, p.kind, p.source_id) = (i.account_id, 'issued', i.id) AND e.ledger_account = 'receivable'
) AS l
WHERE l.receivable <> i.amount_due_minor_units;
