-- A method whose holder denies a payment is not charged until it is replaced; what bars it already stays.
UPDATE payment_method
SET barred_by = $3::text
WHERE (account_id, id) = ($1::text, $2::text) AND barred_by IS NULL;
