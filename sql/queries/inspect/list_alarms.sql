-- A page of alarms, the open ones first, then the latest; only open ones unless $1.
WITH matching AS (
    SELECT l.* FROM alarm AS l WHERE $1::boolean OR l.cleared_at IS NULL
), page AS (
    SELECT * FROM matching ORDER BY cleared_at IS NOT NULL, id DESC LIMIT $2::bigint OFFSET $3::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.cleared_at IS NOT NULL, p.id DESC;
