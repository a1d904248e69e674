-- Rule 4.1: a credit for unused time takes back a line that its own subscription was charged for the same item.
SELECT format('account %s, invoice %s, line %s: it takes back line %s of no invoice that charged %s', i.account_id,
    i.number, l.line, l.derivation #>> '{credit,of,line}', l.item) AS finding
FROM invoice_line AS l
JOIN invoice AS i ON (i.account_id, i.id) = (l.account_id, l.invoice_id)
WHERE l.kind = 'proration_credit' AND l.derivation #> '{credit,of}' IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM invoice AS c
        JOIN invoice_line AS o ON (o.account_id, o.invoice_id) = (c.account_id, c.id)
        WHERE (c.account_id, c.subscription_id) = (i.account_id, i.subscription_id)
            AND c.issued_at <= i.issued_at
            AND o.line = (l.derivation #>> '{credit,of,line}')::integer AND o.item = l.item
            AND o.kind IN ('plan', 'addon', 'proration_charge')
            AND o.period_end = l.period_end AND o.period_start <= l.period_start);
