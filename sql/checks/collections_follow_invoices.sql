-- Every open invoice is collected, and no other.
SELECT format('invoice %s is %s, its collection is %s', i.number, i.status,
    CASE c.is_open WHEN true THEN 'open' WHEN false THEN 'over' ELSE 'missing' END) AS finding
FROM invoice AS i
LEFT JOIN collection AS c ON (c.account_id, c.invoice_id) = (i.account_id, i.id)
WHERE (i.status = 'open') <> coalesce(c.is_open, false);
