-- The first event whose id was recorded before with other content (rule 5.1), as it was recorded. Each look-up goes
-- through the key (OFFSET 0 keeps the planner from joining a whole table that it has no statistics of yet).
SELECT g.place, k.subscription_id, k.meter, k.quantity, k.at, k.key
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[], $7::text[])
    WITH ORDINALITY AS g (account_id, id, subscription_id, meter, quantity, at, key, place)
CROSS JOIN LATERAL (
    SELECT k.subscription_id, k.meter, k.quantity, k.at, k.key
    FROM usage_event_id AS k
    WHERE (k.account_id, k.id) = (g.account_id, g.id)
    OFFSET 0) AS k
WHERE (k.subscription_id, k.meter, k.quantity, k.at, k.key)
    IS DISTINCT FROM (g.subscription_id, g.meter, g.quantity, g.at, g.key)
ORDER BY g.place
LIMIT 1;
