-- Pages and orders whose time is over.
SELECT c.*
FROM checkout AS c
WHERE c.state = 'pending' AND c.expires_at <= $1::timestamptz
ORDER BY c.created_at, c.reference;
