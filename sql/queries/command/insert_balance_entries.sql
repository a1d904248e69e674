INSERT INTO balance_entry (account_id, cause, minor_units, currency, at, invoice_id, reason)
SELECT account_id, cause, minor_units, currency, at, invoice_id, reason
FROM unnest(
    $1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
    WITH ORDINALITY AS w (account_id, cause, minor_units, currency, at, invoice_id, reason, place)
ORDER BY place;
