-- Invoices of a run over nothing or less, the lowest first.
SELECT i.*
FROM run_item AS i
WHERE i.run_id = $1::text AND i.outcome = 'invoice' AND i.total_minor_units <= 0
ORDER BY i.total_minor_units, i.subscription_id, i.boundary_at
LIMIT $2::bigint;
