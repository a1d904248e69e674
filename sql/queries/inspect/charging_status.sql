-- Whether charging is on, who switched it last and why, and what waits or stops.
SELECT
    coalesce((SELECT value = 'true' FROM setting WHERE name = 'charging'), true) AS is_on,
    (SELECT changed_at FROM setting WHERE name = 'charging') AS changed_at,
    e.actor, e.reason,
    (SELECT count(*) FROM alarm WHERE cleared_at IS NULL) AS open_alarms,
    (SELECT count(*) FROM payment_attempt WHERE state = 'ready') AS ready,
    (SELECT count(*) FROM payment_attempt WHERE state IN ('sent', 'unknown', 'pending', 'needs_action')) AS unsettled
FROM (SELECT) AS one
LEFT JOIN LATERAL (
    SELECT actor, reason FROM audit_event
    WHERE action IN ('charging on', 'charging off') ORDER BY position DESC LIMIT 1) AS e ON true;
