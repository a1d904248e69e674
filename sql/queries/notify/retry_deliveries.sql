-- Deliveries by number, or all dead ones, are due again with all their tries before them. What was delivered may be
-- sent again by its number.
UPDATE delivery AS d
SET state = 'waiting',
    tries = 0,
    waits_since = clock_timestamp(),
    next_try_at = clock_timestamp(),
    finished_at = NULL
WHERE CASE WHEN $1::bigint[] IS NULL THEN d.state = 'dead' ELSE d.id = ANY ($1::bigint[]) END
    AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp());
