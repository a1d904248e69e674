-- Notices without deliveries get theirs: a mail where $4 names the kind and no fact says that it is not to be mailed,
-- and a webhook for each endpoint that wants it. Whoever adds an endpoint hears of what is distributed from then on.
WITH taken AS MATERIALIZED (
    SELECT o.position, o.kind, o.facts ->> 'mail' AS mail
    FROM outbox AS o
    WHERE o.distributed_at IS NULL
        AND ($1::text IS NULL OR o.account_id = $1::text)
        AND ($2::text IS NULL OR o.facts ->> 'subscription' = $2::text)
        AND ($3::text[] IS NULL OR o.facts ->> 'invoice' = ANY ($3::text[]))
    ORDER BY o.position
    LIMIT $5::bigint
    FOR NO KEY UPDATE OF o SKIP LOCKED
), addressed AS (
    INSERT INTO delivery (notice_position, channel, endpoint_id)
    SELECT position, channel, endpoint_id
    FROM (
        SELECT t.position, 'mail' AS channel, NULL AS endpoint_id
        FROM taken AS t
        WHERE t.kind = ANY ($4::text[]) AND t.mail IS DISTINCT FROM 'no'
        UNION ALL
        SELECT t.position, 'webhook', e.id
        FROM taken AS t
        JOIN webhook_endpoint AS e ON e.removed_at IS NULL AND (e.kinds IS NULL OR t.kind = ANY (e.kinds))
    ) AS a
    ORDER BY position, channel, endpoint_id
    ON CONFLICT DO NOTHING
)
UPDATE outbox AS o
SET distributed_at = clock_timestamp()
FROM taken AS t
WHERE o.position = t.position;
