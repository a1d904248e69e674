INSERT INTO invoice (
    account_id, id, number, number_year, number_sequence, subscription_id, kind, stands_for_at, ordinal, boundary_at,
    currency, issued_at, due_at, subtotal_minor_units, discount_minor_units, tax_minor_units, tax_is_included,
    total_minor_units, balance_applied_minor_units, amount_due_minor_units, line_count, tax_count, tax_rounding,
    coupons, status, buyer, seller_id, seller, catalog_version, run_id)
SELECT w.*, $27::text, $28::jsonb, $29::integer, $30::text
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::integer[], $5::bigint[], $6::text[], $7::text[], $8::timestamptz[],
    $9::integer[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::bigint[],
    $15::bigint[], $16::bigint[], $17::boolean[], $18::bigint[], $19::bigint[], $20::bigint[], $21::integer[],
    $22::integer[], $23::text[], $24::jsonb[], $25::text[], $26::jsonb[]) AS w;
