-- The lines of a batch, and the digest of each invoice's.
WITH written AS (
    INSERT INTO invoice_line (
        account_id, invoice_id, line, kind, item, plan, quantity, period_start, period_end, period_number,
        amount_minor_units, discount_minor_units, tax_code, tax, derivation, discounts)
    SELECT *
    FROM unnest(
        $1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::timestamptz[],
        $9::timestamptz[], $10::integer[], $11::bigint[], $12::bigint[], $13::text[], $14::jsonb[], $15::jsonb[],
        $16::jsonb[])
    RETURNING invoice_id, line, hashed_text(invoice_line) AS text
)
SELECT invoice_id, sha256(convert_to(string_agg(text, E'\n' ORDER BY line), 'UTF8')) AS digest
FROM written
GROUP BY invoice_id;
