INSERT INTO payment_attempt (
    account_id, id, invoice_id, sequence, round, method_id, processor, idempotency_key, body, api_version,
    customer_reference, amount_minor_units, currency, state, card)
SELECT
    account_id, id, invoice_id, sequence, round, method_id, processor, idempotency_key, body, api_version,
    customer_reference, amount_minor_units, currency, state, card
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::bytea[],
    $10::text[], $11::text[], $12::bigint[], $13::text[], $14::text[], $15::text[])
    WITH ORDINALITY AS w (
        account_id, id, invoice_id, sequence, round, method_id, processor, idempotency_key, body, api_version,
        customer_reference, amount_minor_units, currency, state, card, place)
ORDER BY place;
