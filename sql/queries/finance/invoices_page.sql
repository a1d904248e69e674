-- A page of the invoices issued in [$1, $2), in the order of issue.
SELECT i.number, i.account_id, i.buyer ->> 'name' AS account_name, i.subscription_id, i.kind, i.status, i.currency,
    i.issued_at, i.due_at, i.paid_at, i.subtotal_minor_units, i.discount_minor_units, i.tax_minor_units,
    i.total_minor_units, i.balance_applied_minor_units, i.amount_due_minor_units, i.amount_paid_minor_units,
    i.amount_credited_minor_units, i.number_sequence
FROM invoice AS i
WHERE i.issued_at >= $1::timestamptz AND i.issued_at < $2::timestamptz
    AND (i.issued_at, i.number_sequence) > ($3::timestamptz, $4::bigint)
ORDER BY i.issued_at, i.number_sequence
LIMIT $5::bigint;
