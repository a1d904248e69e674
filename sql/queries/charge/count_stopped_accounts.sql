-- How many accounts open alarms stop: nothing is charged to them until somebody has looked.
SELECT count(DISTINCT l.account_id) AS accounts
FROM alarm AS l
WHERE l.account_id IS NOT NULL AND l.cleared_at IS NULL AND l.stops_charging;
