-- Rule 11.5: an invoice with something due is paid exactly when one charge for it succeeded, over its amount.
SELECT
    format('invoice %s is %s with %s successful charges of %s in all', i.number, i.status, p.count, p.amount) AS finding
FROM invoice AS i
CROSS JOIN LATERAL (
    SELECT count(*) AS count, coalesce(sum(p.amount_minor_units), 0) AS amount
    FROM payment_attempt AS p
    WHERE (p.account_id, p.invoice_id) = (i.account_id, i.id) AND p.state = 'succeeded'
) AS p
WHERE i.amount_due_minor_units > 0
    AND (p.count, p.amount)
        IS DISTINCT FROM (CASE WHEN i.status = 'paid' THEN 1 ELSE 0 END::bigint, i.amount_paid_minor_units::numeric);
