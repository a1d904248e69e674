DELETE FROM payment_method WHERE account_id = $1::text AND id = $2::text;
