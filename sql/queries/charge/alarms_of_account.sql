SELECT l.*
FROM alarm AS l
WHERE l.account_id = $1::text AND l.cleared_at IS NULL
ORDER BY l.id;
