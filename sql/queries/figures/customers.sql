-- Who came and who left between the run before (of the same scope) and this one.
WITH own AS (
    SELECT r.as_of, coalesce(before.as_of, r.as_of - interval '1 month') AS since
    FROM run AS r
    LEFT JOIN LATERAL (
        SELECT b.as_of FROM run AS b
        WHERE b.kind = 'run' AND b.scope = r.scope AND b.finished_at IS NOT NULL AND b.as_of < r.as_of
        ORDER BY b.as_of DESC
        LIMIT 1
    ) AS before ON true
    WHERE r.id = $1::text
)
SELECT
    s.account_id, s.id AS subscription_id, s.plan, o.since,
    s.canceled_at IS NOT NULL AND s.canceled_at > o.since AND s.canceled_at <= o.as_of AS has_left,
    CASE WHEN s.canceled_at > o.since AND s.canceled_at <= o.as_of THEN s.canceled_at ELSE s.started_at END AS at
FROM own AS o
JOIN subscription AS s
    ON (s.started_at > o.since AND s.started_at <= o.as_of) OR (s.canceled_at > o.since AND s.canceled_at <= o.as_of)
ORDER BY has_left, at, s.id
LIMIT $2::bigint;
