-- Shared with other recorders, but not with billing: an event is in the totals of the period that is being closed,
-- or it finds the period closed and is marked as late.
SELECT id, account_id, started_at, current_period_start
FROM subscription
WHERE id = ANY ($1::text[])
ORDER BY id
FOR SHARE;
