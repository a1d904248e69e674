-- A page of invoices in the order of issue.
SELECT
    i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
    invoice_content(i) AS content,
    i.issued_at, i.number_sequence
FROM invoice AS i
WHERE (i.issued_at, i.number_sequence) > ($1::timestamptz, $2::bigint)
ORDER BY i.issued_at, i.number_sequence
LIMIT $3::bigint;
