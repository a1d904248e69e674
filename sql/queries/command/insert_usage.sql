-- Ids first, in their order, so that two recorders with the same events wait for each other and never in a circle.
-- Gives what was new, by subscription.
WITH given AS (
    SELECT *
    FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[], $7::timestamptz[],
        $8::text[])
        WITH ORDINALITY AS g (account_id, id, subscription_id, meter, quantity, at, recorded_at, key, place)
), fresh AS (
    INSERT INTO usage_event_id (account_id, id, subscription_id, meter, at, quantity, key)
    SELECT account_id, id, subscription_id, meter, at, quantity, key
    FROM given
    ORDER BY account_id COLLATE "C", id COLLATE "C"
    ON CONFLICT (account_id, id) DO NOTHING
    RETURNING account_id, id
), stored AS (
    INSERT INTO usage_event (account_id, subscription_id, meter, at, recorded_at, id, quantity, key)
    SELECT g.account_id, g.subscription_id, g.meter, g.at, g.recorded_at, g.id, g.quantity, g.key
    FROM given AS g
    JOIN fresh AS f ON (f.account_id, f.id) = (g.account_id, g.id)
    ORDER BY g.place
    RETURNING subscription_id, at
)
SELECT subscription_id, count(*) AS recorded, min(at) AS earliest
FROM stored
GROUP BY subscription_id;
