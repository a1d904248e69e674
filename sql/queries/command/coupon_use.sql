SELECT
    (SELECT count(*) FROM coupon_redemption WHERE code = $1::text) AS redemptions,
    EXISTS (SELECT FROM subscription WHERE account_id = $2::text) AS has_subscription;
