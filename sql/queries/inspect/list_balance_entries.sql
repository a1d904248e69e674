-- A page of an account's balance changes in the order made (rule 9.3).
WITH matching AS (
    SELECT b.* FROM balance_entry AS b WHERE b.account_id = $1::text
), page AS (
    SELECT * FROM matching ORDER BY position LIMIT $2::bigint OFFSET $3::bigint
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.position;
