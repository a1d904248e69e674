-- Sums of a run's invoices by plan and currency, the largest first.
SELECT i.plan, i.currency, count(*) AS invoices, sum(i.total_minor_units)::bigint AS total_minor_units
FROM run_item AS i WHERE i.run_id = $1::text AND i.outcome = 'invoice'
GROUP BY i.plan, i.currency ORDER BY i.currency, 4 DESC, i.plan;
