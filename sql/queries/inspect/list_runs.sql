-- A page of runs, the latest first; one by its id where it is given.
WITH matching AS (
    SELECT r.id, r.started_at, r.as_of FROM run AS r WHERE $1::text IS NULL OR r.id = $1::text
), page AS (
    SELECT r.*
    FROM (SELECT id FROM matching ORDER BY started_at DESC, as_of DESC, id LIMIT $2::bigint OFFSET $3::bigint) AS m
    JOIN run AS r ON r.id = m.id
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.started_at DESC, p.as_of DESC, p.id;
