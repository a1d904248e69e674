SELECT l.*
FROM alarm AS l
WHERE l.id = $1::bigint AND l.cleared_at IS NULL
FOR NO KEY UPDATE;
