SELECT l.*
FROM alarm AS l
WHERE l.account_id IS NULL AND l.cleared_at IS NULL
ORDER BY l.id;
