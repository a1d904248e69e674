-- A page of the audit trail, the latest first.
WITH matching AS (
    SELECT e.* FROM audit_event AS e WHERE $1::text IS NULL OR e.account_id = $1::text
), page AS (
    SELECT * FROM matching ORDER BY position DESC LIMIT $2::bigint OFFSET $3::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.position DESC;
