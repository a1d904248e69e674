-- Sums of a run's invoices by currency.
SELECT
    i.currency, count(*) AS invoices, sum(i.total_minor_units)::bigint AS total_minor_units,
    sum(i.tax_minor_units)::bigint AS tax_minor_units, sum(i.amount_due_minor_units)::bigint AS due_minor_units,
    count(*) FILTER (WHERE i.total_minor_units = 0) AS zero,
    count(*) FILTER (WHERE i.total_minor_units < 0) AS negative,
    sum(i.previous_total_minor_units)::bigint AS previous_minor_units
FROM run_item AS i WHERE i.run_id = $1::text AND i.outcome = 'invoice'
GROUP BY i.currency ORDER BY i.currency;
