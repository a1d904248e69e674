-- The taxes of a batch, and the digest of each invoice's.
WITH written AS (
    INSERT INTO invoice_tax (
        account_id, invoice_id, line, jurisdiction, name, category, rate, base_minor_units, amount_minor_units)
    SELECT *
    FROM unnest(
        $1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::bigint[],
        $9::bigint[])
    RETURNING invoice_id, line, hashed_text(invoice_tax) AS text
)
SELECT invoice_id, sha256(convert_to(string_agg(text, E'\n' ORDER BY line), 'UTF8')) AS digest
FROM written
GROUP BY invoice_id;
