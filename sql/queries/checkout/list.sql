-- A page of checkouts, the latest first: of an account, a subscription and a state where they are given.
WITH matching AS (
    SELECT c.* FROM checkout AS c
    WHERE ($1::text IS NULL OR c.account_id = $1::text)
        AND ($2::text IS NULL OR c.subscription_id = $2::text)
        AND ($3::text IS NULL OR c.state = $3::text)
), page AS (
    SELECT * FROM matching ORDER BY created_at DESC, reference LIMIT $4::bigint OFFSET $5::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.created_at DESC, p.reference;
