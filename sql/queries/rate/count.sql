-- The number of events in each window (rule 5.2).
SELECT w.place, inside.total
FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
    AS w (place, subscription_id, meter, starts_at, ends_at)
JOIN subscription AS s ON s.id = w.subscription_id
CROSS JOIN LATERAL (
    SELECT count(*)::numeric AS total
    FROM usage_event AS e
    WHERE (e.account_id, e.subscription_id, e.meter) = (s.account_id, s.id, w.meter)
        AND e.at >= w.starts_at AND e.at < w.ends_at
        -- The bounds of all windows, so that the other months are not even planned for.
        AND e.at >= $6::timestamptz AND e.at < $7::timestamptz
) AS inside;
