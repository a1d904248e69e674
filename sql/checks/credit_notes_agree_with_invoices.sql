-- Rule 10.2: the credit notes of an invoice never come to more than it, and what they took off it is what it says.
SELECT
    format('invoice %s of %s: its credit notes come to %s and took %s off what was due, the invoice says %s', i.number,
        i.total_minor_units, n.total, n.reduction, i.amount_credited_minor_units) AS finding
FROM (
    SELECT account_id, invoice_id, sum(total_minor_units) AS total, sum(reduction_minor_units) AS reduction,
        sum(refund_minor_units) AS refund
    FROM credit_note GROUP BY account_id, invoice_id
) AS n
JOIN invoice AS i ON (i.account_id, i.id) = (n.account_id, n.invoice_id)
WHERE n.total > i.total_minor_units OR n.reduction <> i.amount_credited_minor_units
    OR n.refund > i.amount_paid_minor_units;
