-- Σ of value × seconds over each window: a gauge holds its value until the next event (rule 5.2). The caller divides
-- by the window's seconds, exactly.
WITH held AS (
    SELECT w.place, w.ends_at, e.at, e.recorded_at, e.position, e.quantity
    FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
    AS w (place, subscription_id, meter, starts_at, ends_at, carries)
JOIN subscription AS s ON s.id = w.subscription_id
    JOIN usage_event AS e
        ON (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
            AND e.at >= w.starts_at AND e.at < w.ends_at AND e.at < $7::timestamptz
    UNION ALL
    -- What the gauge showed before, from the window's first instant on.
    SELECT w.place, w.ends_at, w.starts_at, NULL, NULL, before.quantity
    FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
    AS w (place, subscription_id, meter, starts_at, ends_at, carries)
JOIN subscription AS s ON s.id = w.subscription_id
    CROSS JOIN LATERAL (
        SELECT e.quantity
        FROM usage_event AS e
        WHERE w.carries
            AND (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
            AND e.at < w.starts_at AND e.at < $7::timestamptz
        ORDER BY e.at DESC, e.recorded_at DESC, e.position DESC
        LIMIT 1
    ) AS before
), timed AS (
    SELECT
        place, quantity,
        extract(
            epoch FROM lead(at, 1, ends_at) OVER (
                PARTITION BY place ORDER BY at, recorded_at NULLS FIRST, position NULLS FIRST) - at)::bigint AS seconds
    FROM held
)
SELECT place, sum(quantity * seconds) AS total
FROM timed
GROUP BY place;
