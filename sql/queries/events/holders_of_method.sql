-- Accounts that have a processor's method, else those that have its customer.
SELECT m.*, m.reference IS NOT DISTINCT FROM $2::text AS is_the_method
FROM payment_method AS m
WHERE m.processor = $1::text AND (m.reference = $2::text OR m.customer_reference = $3::text)
ORDER BY m.account_id, m.position;
