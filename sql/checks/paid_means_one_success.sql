-- Rule 11.5: what an invoice was paid is what one successful charge and the payments by bank brought.
SELECT
    format('invoice %s is %s and paid %s: %s successful charges and bank payments brought %s', i.number, i.status,
        i.amount_paid_minor_units, p.count, p.amount + m.amount) AS finding
FROM invoice AS i
CROSS JOIN LATERAL (
    SELECT count(*) AS count, coalesce(sum(p.amount_minor_units), 0) AS amount
    FROM payment_attempt AS p
    WHERE (p.account_id, p.invoice_id) = (i.account_id, i.id) AND p.state = 'succeeded'
) AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.applied_minor_units), 0) AS amount
    FROM manual_payment AS m
    WHERE (m.account_id, m.invoice_id) = (i.account_id, i.id)
) AS m
WHERE i.amount_due_minor_units > 0
    AND (p.count > 1 OR p.amount + m.amount <> i.amount_paid_minor_units);
