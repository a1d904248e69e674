-- A page of accounts by id, of those whose id, name or email contains $1.
WITH matching AS (
    SELECT a.id
    FROM account AS a
    WHERE $1::text IS NULL OR strpos(lower(concat_ws(E'\n', a.id, a.name, a.email)), lower($1::text)) > 0
), page AS (
    SELECT a.*, a.id AS account_id
    FROM (SELECT id FROM matching ORDER BY id LIMIT $2::bigint OFFSET $3::bigint) AS m
    JOIN account AS a ON a.id = m.id
)
SELECT t.total, p.*
FROM (SELECT count(*) AS total FROM matching) AS t
LEFT JOIN page AS p ON true
ORDER BY p.id;
