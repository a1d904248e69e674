-- Pages that nobody finished in time, but for those of $2.
UPDATE checkout SET state = 'expired', ended_at = $1::timestamptz
WHERE state = 'pending' AND expires_at <= $1::timestamptz AND NOT reference = ANY ($2::text[]);
