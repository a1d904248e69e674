-- Invoices of a run that are to be charged and cannot be: no method, or each of them barred or expired at the run.
SELECT i.account_id, i.subscription_id, i.number, i.currency, i.amount_due_minor_units, m.reason
FROM run AS r
JOIN run_item AS i ON i.run_id = r.id
JOIN account AS a ON a.id = i.account_id
CROSS JOIN LATERAL (
    SELECT
        bool_or(p.barred_by IS NULL AND coalesce(p.expires_on, '9999-12') >= to_char(r.as_of, 'YYYY-MM')) AS is_usable,
        coalesce(
            string_agg(
                p.id || ' ' || coalesce('is barred by ' || p.barred_by, 'expired at the end of ' || p.expires_on), ', '
                ORDER BY p.position)
                FILTER (WHERE p.barred_by IS NOT NULL OR p.expires_on < to_char(r.as_of, 'YYYY-MM')),
            'no payment method') AS reason
    FROM payment_method AS p
    WHERE p.account_id = a.id
) AS m
WHERE r.id = $1::text AND i.outcome = 'invoice' AND i.amount_due_minor_units > 0 AND a.collection = 'automatic'
    AND i.state <> 'paid' AND m.is_usable IS NOT TRUE
ORDER BY i.amount_due_minor_units DESC, i.subscription_id
LIMIT $2::bigint;
