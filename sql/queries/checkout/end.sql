-- The customer has finished; a page that had expired before counts as well.
UPDATE checkout
SET state = 'completed', ended_at = $4::timestamptz, method_id = $5::text, payment_reference = $6::text,
    paid_minor_units = $7::bigint, marks_due = $6::text IS NOT NULL, watch_until = NULL
WHERE account_id = $1::text AND processor = $2::text AND reference = $3::text AND state <> 'completed';
