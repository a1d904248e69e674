-- Invoices of a run that differ most from the ones before, the largest difference of each currency first.
SELECT m.*
FROM (
    SELECT
        i.*,
        row_number() OVER (
            PARTITION BY i.currency
            ORDER BY abs(i.total_minor_units - i.previous_total_minor_units) DESC, i.subscription_id, i.boundary_at
        ) AS place
    FROM run_item AS i
    WHERE i.run_id = $1::text AND i.outcome = 'invoice' AND i.total_minor_units <> i.previous_total_minor_units
) AS m
WHERE m.place <= $2::bigint
ORDER BY m.currency, m.place;
