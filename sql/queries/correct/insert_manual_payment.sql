INSERT INTO manual_payment (
    account_id, id, invoice_id, reference, amount_minor_units, applied_minor_units, balance_minor_units, currency,
    received_at)
VALUES (
    $1::text, derived_id('manual_payment', $2::text, $3::text), $2::text, $3::text, $4::bigint, $5::bigint,
    $4::bigint - $5::bigint, $6::text, $7::timestamptz)
ON CONFLICT (account_id, invoice_id, reference) DO NOTHING
RETURNING id;
