-- A page of the tax rows of invoices issued in [$1, $2), account by account.
SELECT i.account_id, i.id, t.line, i.number, i.issued_at, i.status, i.currency, t.jurisdiction, t.name, t.category,
    t.rate::text AS rate, t.base_minor_units, t.amount_minor_units
FROM invoice AS i
JOIN invoice_tax AS t ON (t.account_id, t.invoice_id) = (i.account_id, i.id)
WHERE i.issued_at >= $1::timestamptz AND i.issued_at < $2::timestamptz
    AND (t.account_id, t.invoice_id, t.line) > ($3::text, $4::text, $5::integer)
ORDER BY t.account_id, t.invoice_id, t.line
LIMIT $6::bigint;
