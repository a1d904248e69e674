-- Whether what a customer has paid in advance was changed for a reason before.
SELECT EXISTS (
    SELECT FROM balance_entry AS b
    WHERE b.account_id = $1::text AND b.cause = 'prepaid' AND b.reason = $2::text) AS is_there;
