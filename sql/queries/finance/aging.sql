-- What was still asked for at $1, by how many days it was past its due date then: 0 not yet due, 1 up to 30 days, 2 up
-- to 60, 3 up to 90, 4 more. From the ledger, so that any past instant can be asked for.
WITH asked AS (
    SELECT p.account_id, p.invoice_id, sum(e.minor_units) AS minor_units
    FROM invoice_posting AS p
    JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.posting_id)
    WHERE p.at <= $1::timestamptz AND e.ledger_account = 'receivable'
    GROUP BY p.account_id, p.invoice_id
    HAVING sum(e.minor_units) <> 0
)
SELECT i.currency, b.bucket, count(*) AS invoices, count(DISTINCT i.account_id) AS accounts,
    sum(a.minor_units)::bigint AS minor_units
FROM asked AS a
JOIN invoice AS i ON (i.account_id, i.id) = (a.account_id, a.invoice_id)
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN i.due_at >= $1::timestamptz THEN 0
        WHEN $1::timestamptz - i.due_at <= interval '720 hours' THEN 1
        WHEN $1::timestamptz - i.due_at <= interval '1440 hours' THEN 2
        WHEN $1::timestamptz - i.due_at <= interval '2160 hours' THEN 3
        ELSE 4
    END AS bucket) AS b
GROUP BY i.currency, b.bucket
ORDER BY i.currency, b.bucket;
