INSERT INTO refused_usage (
    account_id, id, subscription_id, meter, quantity, at, refused_at, current_quantity, limit_quantity)
VALUES (
    $1::text, $2::text, $3::text, $4::text, $5::numeric, $6::timestamptz, $7::timestamptz, $8::numeric, $9::numeric)
ON CONFLICT (account_id, id) DO NOTHING;
