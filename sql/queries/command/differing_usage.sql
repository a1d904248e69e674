-- The first event whose id was recorded before with other content (rule 5.1), as it was recorded.
SELECT g.place, e.subscription_id, e.meter, e.quantity, e.at, e.recorded_at, e.key
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[], $7::text[])
    WITH ORDINALITY AS g (account_id, id, subscription_id, meter, quantity, at, key, place)
JOIN usage_event_id AS k ON (k.account_id, k.id) = (g.account_id, g.id)
JOIN usage_event AS e
    ON (e.account_id, e.subscription_id, e.meter, e.at, e.id)
        = (k.account_id, k.subscription_id, k.meter, k.at, k.id)
WHERE (e.subscription_id, e.meter, e.quantity, e.at, e.key)
    IS DISTINCT FROM (g.subscription_id, g.meter, g.quantity, g.at, g.key)
ORDER BY g.place
LIMIT 1;
