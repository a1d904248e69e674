-- A page of subscriptions by id, of an account and a status where they are given.
WITH matching AS (
    SELECT s.account_id, s.id
    FROM subscription AS s
    WHERE ($1::text IS NULL OR s.account_id = $1::text)
        AND ($2::text IS NULL OR s.id = $2::text)
        AND ($3::text IS NULL OR s.status = $3::text)
), page AS (
    SELECT s.id, s.id AS subscription_id, s.state, s.is_parked, u.since
    FROM (SELECT account_id, id FROM matching ORDER BY id LIMIT $4::bigint OFFSET $5::bigint) AS m
    JOIN subscription AS s ON (s.account_id, s.id) = (m.account_id, m.id)
    LEFT JOIN late_usage AS u ON (u.account_id, u.subscription_id) = (s.account_id, s.id)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.id;
