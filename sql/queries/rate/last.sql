-- The value of the latest event of each window, of the one before it where it carries (rule 5.2).
SELECT w.place, latest.quantity AS total
FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
    AS w (place, subscription_id, meter, starts_at, ends_at, carries)
JOIN subscription AS s ON s.id = w.subscription_id
CROSS JOIN LATERAL (
    SELECT e.quantity
    FROM usage_event AS e
    WHERE (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
        AND e.at < w.ends_at AND e.at < $7::timestamptz
        AND (w.carries OR e.at >= w.starts_at)
    ORDER BY e.at DESC, e.recorded_at DESC, e.position DESC
    LIMIT 1
) AS latest;
