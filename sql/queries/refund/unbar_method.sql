UPDATE payment_method
SET barred_by = NULL
WHERE (account_id, id) = ($1::text, $2::text) AND barred_by = $3::text;
