-- A page of a subscription's events in their order (rule 5.2), of a meter and a stretch of time where they are given.
WITH matching AS (
    SELECT e.*
    FROM subscription AS s
    JOIN usage_event AS e ON (e.account_id, e.subscription_id) = (s.account_id, s.id)
    WHERE s.id = $1::text
        AND ($2::text IS NULL OR e.meter = $2::text)
        AND ($3::timestamptz IS NULL OR e.at >= $3::timestamptz)
        AND ($4::timestamptz IS NULL OR e.at < $4::timestamptz)
), page AS (
    SELECT * FROM matching ORDER BY at, recorded_at, position LIMIT $5::bigint OFFSET $6::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.at, p.recorded_at, p.position;
