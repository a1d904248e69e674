-- A page of the audit trail, the latest first: of an account, a person and a command where they are given.
WITH matching AS (
    SELECT e.* FROM audit_event AS e
    WHERE ($1::text IS NULL OR e.account_id = $1::text)
        AND ($2::text IS NULL OR e.actor = $2::text)
        AND ($3::text IS NULL OR e.action = $3::text)
), page AS (
    SELECT * FROM matching ORDER BY position DESC LIMIT $4::bigint OFFSET $5::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.position DESC;
