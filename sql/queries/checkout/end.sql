-- The customer has finished; a page that had expired before counts as well.
UPDATE checkout SET state = 'completed', ended_at = $4::timestamptz, payment_reference = $5::text
WHERE account_id = $1::text AND processor = $2::text AND reference = $3::text AND state <> 'completed';
