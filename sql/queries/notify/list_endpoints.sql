-- A page of the endpoints in use, by id.
WITH matching AS (
    SELECT e.id FROM webhook_endpoint AS e WHERE e.removed_at IS NULL
)
SELECT
    t.total, p.id, p.url, p.kinds, p.previous_secret IS NOT NULL AS has_two_secrets, p.created_at, p.waiting, p.dead
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN (
    SELECT
        e.*,
        (SELECT count(*) FROM delivery AS d WHERE d.endpoint_id = e.id AND d.state = 'waiting') AS waiting,
        (SELECT count(*) FROM delivery AS d WHERE d.endpoint_id = e.id AND d.state = 'dead') AS dead
    FROM (SELECT id FROM matching ORDER BY id LIMIT $1::bigint OFFSET $2::bigint) AS m
    JOIN webhook_endpoint AS e ON e.id = m.id
) AS p ON true
ORDER BY p.id;
