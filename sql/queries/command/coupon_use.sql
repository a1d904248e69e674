-- How often the coupon was redeemed by anybody, and whether the account has an older subscription (rule 7.1): one
-- that started before the redeeming one, or any where that is only about to start.
SELECT
    (SELECT count(*) FROM coupon_redemption WHERE code = $1::text) AS redemptions,
    EXISTS (
        SELECT FROM subscription AS s
        WHERE s.account_id = $2::text
            AND ($3::text IS NULL OR (s.id <> $3::text AND s.started_at < $4::timestamptz))) AS has_older;
