-- A page of deliveries with their notices, the latest made first.
WITH matching AS (
    SELECT d.id
    FROM delivery AS d
    JOIN outbox AS o ON o.position = d.notice_position
    WHERE ($1::text IS NULL OR d.state = $1::text)
        AND ($2::text IS NULL OR d.channel = $2::text)
        AND ($3::text IS NULL OR o.account_id = $3::text)
        AND ($4::text IS NULL OR o.kind = $4::text)
        AND ($5::text IS NULL OR o.id = $5::text)
), page AS (
    SELECT d.*, o.id AS notice_id, o.kind, o.account_id, o.at, o.facts
    FROM (SELECT id FROM matching ORDER BY id DESC LIMIT $6::bigint OFFSET $7::bigint) AS m
    JOIN delivery AS d ON d.id = m.id
    JOIN outbox AS o ON o.position = d.notice_position
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.id DESC;
