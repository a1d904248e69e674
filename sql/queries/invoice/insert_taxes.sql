INSERT INTO invoice_tax (
    account_id, invoice_id, line, jurisdiction, name, category, rate, base_minor_units, amount_minor_units)
SELECT *
FROM unnest(
    $1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::bigint[],
    $9::bigint[]);
