-- Pages that nobody finished in time.
UPDATE checkout SET state = 'expired', ended_at = $1::timestamptz
WHERE state = 'pending' AND expires_at <= $1::timestamptz;
