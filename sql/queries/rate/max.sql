-- The largest value in each window; a carried value counts even if an event stands at the first instant (rule 5.2).
SELECT w.place, greatest(inside.quantity, before.quantity) AS total
FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
    AS w (place, subscription_id, meter, starts_at, ends_at, carries)
JOIN subscription AS s ON s.id = w.subscription_id
LEFT JOIN LATERAL (
    SELECT max(e.quantity) AS quantity
    FROM usage_event AS e
    WHERE (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
        AND e.at >= w.starts_at AND e.at < w.ends_at AND e.at < $7::timestamptz
) AS inside ON true
LEFT JOIN LATERAL (
    SELECT e.quantity
    FROM usage_event AS e
    WHERE w.carries
        AND (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
        AND e.at < w.starts_at AND e.at < $7::timestamptz
    ORDER BY e.at DESC, e.recorded_at DESC, e.position DESC
    LIMIT 1
) AS before ON true;
