SELECT l.*
FROM alarm AS l
WHERE l.account_id IS NULL AND l.cleared_at IS NULL AND l.stops_charging
ORDER BY l.id;
