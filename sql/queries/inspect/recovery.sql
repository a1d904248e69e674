-- Of every invoice that a charge for was ever declined: the month of the first decline, its code, what was due, and
-- whether it was paid in the end.
SELECT
    to_char(f.sent_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, f.decline_code, i.currency,
    count(*) AS invoices,
    sum(f.amount_minor_units)::bigint AS declined,
    count(*) FILTER (WHERE i.status = 'paid') AS invoices_recovered,
    coalesce(sum(f.amount_minor_units) FILTER (WHERE i.status = 'paid'), 0)::bigint AS recovered,
    count(*) FILTER (WHERE i.status = 'open') AS invoices_open,
    coalesce(sum(f.amount_minor_units) FILTER (WHERE i.status = 'open'), 0)::bigint AS still_open
FROM (
    SELECT DISTINCT ON (p.account_id, p.invoice_id) p.*
    FROM payment_attempt AS p
    WHERE p.state IN ('declined', 'refused')
        OR (p.state IN ('succeeded', 'surplus') AND p.decline_code IS NOT NULL)
    ORDER BY p.account_id, p.invoice_id, p.sequence
) AS f
JOIN invoice AS i ON (i.account_id, i.id) = (f.account_id, f.invoice_id)
WHERE ($1::timestamptz IS NULL OR f.sent_at >= $1::timestamptz)
    AND ($2::timestamptz IS NULL OR f.sent_at < $2::timestamptz)
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;
