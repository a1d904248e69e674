-- The invoices of a batch, each chained to the one before it in its run of numbers; the run keeps the last hash.
WITH issued AS (
    INSERT INTO invoice (
        account_id, id, number, number_year, number_sequence, subscription_id, kind, stands_for_at, ordinal,
        boundary_at, currency, issued_at, due_at, subtotal_minor_units, discount_minor_units, tax_minor_units,
        tax_is_included, total_minor_units, balance_applied_minor_units, amount_due_minor_units, line_count, tax_count,
        tax_rounding, coupons, status, buyer, seller_id, seller, catalog_version, run_id, hash)
    SELECT
        account_id, id, number, year, sequence, subscription_id, kind, stands_for_at, ordinal, boundary_at, currency,
        issued_at, due_at, subtotal, discount, tax, tax_is_included, total, balance_applied, amount_due, line_count,
        tax_count, tax_rounding, coupons, status, buyer, $27::text, $28::jsonb, $29::integer, $30::text,
        chain_hash(
            previous,
            invoice_digest(
                account_id, id, number, year, sequence, subscription_id, kind, stands_for_at, ordinal, boundary_at,
                currency, issued_at, due_at, subtotal, discount, tax, tax_is_included, total, balance_applied,
                amount_due, line_count, tax_count, tax_rounding, coupons, buyer, $28::jsonb, $29::integer, $30::text,
                lines, taxes)
        ) OVER (PARTITION BY year ORDER BY sequence ROWS UNBOUNDED PRECEDING)
    FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::integer[], $5::bigint[], $6::text[], $7::text[], $8::timestamptz[],
        $9::integer[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::bigint[],
        $15::bigint[], $16::bigint[], $17::boolean[], $18::bigint[], $19::bigint[], $20::bigint[], $21::integer[],
        $22::integer[], $23::text[], $24::jsonb[], $25::text[], $26::jsonb[], $31::bytea[], $32::bytea[],
        $33::bytea[]) AS w (
        account_id, id, number, year, sequence, subscription_id, kind, stands_for_at, ordinal, boundary_at, currency,
        issued_at, due_at, subtotal, discount, tax, tax_is_included, total, balance_applied, amount_due, line_count,
        tax_count, tax_rounding, coupons, status, buyer, previous, lines, taxes)
    RETURNING number_year, number_sequence, hash
)
UPDATE invoice_sequence AS s
SET last_hash = i.hash
FROM issued AS i
WHERE (s.seller_id, s.year, s.last_number) = ($27::text, i.number_year, i.number_sequence);
