-- Every invoice of an account in the order of issue.
SELECT i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
    invoice_content(i) AS content
FROM invoice AS i
WHERE i.account_id = $1::text
ORDER BY i.issued_at, i.number_sequence;
