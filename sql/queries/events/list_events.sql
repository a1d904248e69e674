-- A page of messages, the latest received first.
WITH matching AS (
    SELECT e.position
    FROM processor_event AS e
    WHERE ($1::text IS NULL OR e.processor = $1::text)
        AND ($2::boolean IS NULL OR (e.handled_at IS NOT NULL) = $2::boolean)
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN (
    SELECT e.*
    FROM (SELECT position FROM matching ORDER BY position DESC LIMIT $3::bigint OFFSET $4::bigint) AS m
    JOIN processor_event AS e ON e.position = m.position
) AS p ON true
ORDER BY p.position DESC;
