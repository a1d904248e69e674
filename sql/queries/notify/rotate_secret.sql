-- The old secret signs beside the new one until the next change.
UPDATE webhook_endpoint AS e
SET previous_secret = CASE WHEN $3::boolean THEN e.secret END, secret = coalesce($2::text, e.secret)
WHERE e.id = $1::text AND e.removed_at IS NULL;
