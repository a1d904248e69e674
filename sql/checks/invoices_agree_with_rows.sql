-- Rules 8.5 and 9.1: an invoice's sums are those of its lines and taxes.
SELECT format('invoice %s does not agree with its lines and taxes', i.number) AS finding
FROM invoice AS i
CROSS JOIN LATERAL (
    SELECT sum(l.amount_minor_units) AS amount, sum(l.discount_minor_units) AS discount, count(*) AS count
    FROM invoice_line AS l WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id)
) AS l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.amount_minor_units), 0) AS amount, count(*) AS count
    FROM invoice_tax AS t WHERE (t.account_id, t.invoice_id) = (i.account_id, i.id)
) AS t
WHERE (l.amount, l.discount, l.count, t.amount, t.count)
    IS DISTINCT FROM (
        i.subtotal_minor_units::numeric, i.discount_minor_units::numeric, i.line_count::bigint,
        i.tax_minor_units::numeric, i.tax_count::bigint);
