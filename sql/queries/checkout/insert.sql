-- A page that was opened; nothing where another of the same subscription is pending.
INSERT INTO checkout (
    account_id, subscription_id, processor, reference, customer, url, amount_minor_units, currency, state, content,
    created_at, expires_at)
VALUES (
    $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::bigint, $8::text, 'pending', $9::jsonb,
    $10::timestamptz, $11::timestamptz)
ON CONFLICT DO NOTHING;
