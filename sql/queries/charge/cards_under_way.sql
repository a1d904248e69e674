-- Those of these cards with a try that is about to leave or waits for its answer, for whichever invoice. Asked after the
-- locks, so that what another worker wrote under them is seen.
SELECT DISTINCT p.card
FROM payment_attempt AS p
WHERE p.card = ANY ($1::text[])
    AND (p.state = 'ready' OR (p.state IN ('sent', 'unknown') AND p.lease_until > clock_timestamp()));
