-- Σ of value × seconds over each window: a gauge holds its value until the next event (rule 5.2). The caller divides
-- by the window's seconds, exactly.
SELECT w.place, timed.total
FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
    AS w (place, subscription_id, meter, starts_at, ends_at, carries)
JOIN subscription AS s ON s.id = w.subscription_id
CROSS JOIN LATERAL (
    SELECT sum(held.quantity * held.seconds) AS total
    FROM (
        SELECT
            shown.quantity,
            extract(
                epoch FROM lead(shown.at, 1, w.ends_at) OVER (
                    ORDER BY shown.at, shown.recorded_at NULLS FIRST, shown.position NULLS FIRST)
                - shown.at)::bigint AS seconds
        FROM (
            (
                -- What the gauge showed before, from the window's first instant on.
                SELECT w.starts_at AS at, NULL::timestamptz AS recorded_at, NULL::bigint AS position, e.quantity
                FROM usage_event AS e
                WHERE w.carries
                    AND (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
                    AND e.at < w.starts_at AND e.at < $7::timestamptz
                ORDER BY e.at DESC, e.recorded_at DESC, e.position DESC
                LIMIT 1
            )
            UNION ALL
            SELECT e.at, e.recorded_at, e.position, e.quantity
            FROM usage_event AS e
            WHERE (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
                AND e.at >= w.starts_at AND e.at < w.ends_at AND e.at < $7::timestamptz
        ) AS shown
    ) AS held
) AS timed;
