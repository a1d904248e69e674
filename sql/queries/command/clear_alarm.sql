UPDATE alarm
SET cleared_at = clock_timestamp(), cleared_by = $2::text, cleared_because = $3::text
WHERE id = $1::bigint AND cleared_at IS NULL
RETURNING *;
