-- An endpoint that was removed comes back under its id.
INSERT INTO webhook_endpoint (id, url, kinds, secret)
VALUES ($1::text, $2::text, $3::text[], $4::text)
ON CONFLICT (id) DO UPDATE
SET url = excluded.url, kinds = excluded.kinds, secret = excluded.secret, previous_secret = NULL, removed_at = NULL
WHERE webhook_endpoint.removed_at IS NOT NULL;
