-- Taxes of a run's invoices by jurisdiction, component and rate.
SELECT
    i.currency, t.jurisdiction, t.name, t.category, t.rate, sum(t."baseMinorUnits")::bigint AS base_minor_units,
    sum(t."amountMinorUnits")::bigint AS amount_minor_units
FROM run_item AS i
CROSS JOIN LATERAL jsonb_to_recordset(i.taxes) AS t (
    jurisdiction text, name text, category text, rate text, "baseMinorUnits" bigint, "amountMinorUnits" bigint)
WHERE i.run_id = $1::text AND i.outcome = 'invoice'
GROUP BY i.currency, t.jurisdiction, t.name, t.category, t.rate
ORDER BY i.currency, t.jurisdiction, t.name, t.category, t.rate::numeric;
