-- A charge that these books prepared and others have sent: it counts as sent, and nobody may send it from here.
UPDATE payment_attempt
SET state = 'sent',
    sends = 1,
    first_sent_at = clock_timestamp(),
    last_sent_at = clock_timestamp(),
    sent_at = $2::timestamptz
WHERE id = $1::text AND state = 'ready' AND sends = 0;
