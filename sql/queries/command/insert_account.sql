INSERT INTO account (
    id, name, email, currency, time_zone, country, region, address, tax_id, is_tax_exempt, payment_terms_days,
    collection, invoicing, balance, created_at)
VALUES (
    $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text[], $9::text, $10::boolean,
    $11::integer, $12::text, $13::jsonb, $14::jsonb, $15::timestamptz)
ON CONFLICT (id) DO NOTHING;
