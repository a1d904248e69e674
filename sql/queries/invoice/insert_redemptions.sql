INSERT INTO coupon_redemption (account_id, subscription_id, code, redeemed_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]);
