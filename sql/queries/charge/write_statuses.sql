WITH decided AS (
    SELECT *
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[])
        AS w (account_id, invoice_id, status, amount_paid_minor_units, paid_at)
), collected AS (
    UPDATE collection AS c
    SET is_open = d.status = 'open'
    FROM decided AS d
    WHERE (c.account_id, c.invoice_id) = (d.account_id, d.invoice_id)
)
UPDATE invoice AS i
SET status = d.status,
    amount_paid_minor_units = i.amount_paid_minor_units + d.amount_paid_minor_units,
    paid_at = d.paid_at
FROM decided AS d
WHERE (i.account_id, i.id) = (d.account_id, d.invoice_id);
