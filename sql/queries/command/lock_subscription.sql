-- The account first, then the subscription: the order in which everybody locks. Both are read afterwards.
SELECT FROM subscription AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.id = $1::text
FOR NO KEY UPDATE OF a, s;
