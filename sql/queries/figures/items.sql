-- A page of what a run came to, boundary by boundary, in the order of billing; of one outcome or subscription where it
-- is given.
WITH matching AS MATERIALIZED (
    SELECT i.* FROM run_item AS i
    WHERE i.run_id = $1::text AND ($2::text IS NULL OR i.outcome = $2::text OR i.state = $2::text)
        AND ($3::text IS NULL OR i.subscription_id = $3::text)
), page AS (
    SELECT * FROM matching ORDER BY boundary_at, subscription_id LIMIT $4::bigint OFFSET $5::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.boundary_at, p.subscription_id;
