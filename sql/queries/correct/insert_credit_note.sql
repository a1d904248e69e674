-- A credit note and the document that it owes.
WITH issued AS (
    INSERT INTO credit_note (
        account_id, id, seller_id, number, number_year, number_sequence, invoice_id, ordinal, currency, issued_at,
        reason, tax_minor_units, total_minor_units, reduction_minor_units, refund_minor_units, balance_minor_units,
        content)
    VALUES (
        $1::text, $2::text, $3::text, $4::text, $5::integer, $6::bigint, $7::text, $8::integer, $9::text,
        $10::timestamptz, $11::text, $12::bigint, $13::bigint, $14::bigint, $15::bigint, $16::bigint, $17::jsonb)
    RETURNING account_id, id, issued_at, number_sequence
)
INSERT INTO credit_note_document (account_id, credit_note_id, issued_at, number_sequence)
SELECT account_id, id, issued_at, number_sequence FROM issued;
