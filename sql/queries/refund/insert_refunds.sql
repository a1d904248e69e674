INSERT INTO refund (
    account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference, idempotency_key, body, api_version,
    amount_minor_units, currency, reason, note, state, requested_at)
SELECT
    account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference, idempotency_key, body, api_version,
    amount_minor_units, currency, reason, note, state, requested_at
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::bytea[],
    $10::text[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[], $16::timestamptz[])
    WITH ORDINALITY AS w (
        account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference, idempotency_key, body,
        api_version, amount_minor_units, currency, reason, note, state, requested_at, place)
ORDER BY place;
