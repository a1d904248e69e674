-- Cards that are good for at most thirty days more at $1, of automatic accounts with a subscription that goes on; the
-- notice is the fewest of $6 days that the card has no less than (Billing.CardExpiry), once each.
WITH card AS (
    SELECT m.account_id, m.id, e.expires_at, d.days
    FROM payment_method AS m
    JOIN account AS a ON a.id = m.account_id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN m.expires_on ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'
                THEN ((m.expires_on || '-01')::date + interval '1 month') AT TIME ZONE 'UTC'
        END AS expires_at
    ) AS e
    CROSS JOIN LATERAL (
        SELECT min(n.days) AS days FROM unnest($6::integer[]) AS n (days)
        WHERE e.expires_at - $1::timestamptz <= make_interval(days => n.days)
    ) AS d
    WHERE a.collection = 'automatic' AND m.barred_by IS NULL
        -- The months that can matter, for the index.
        AND m.expires_on COLLATE "C" BETWEEN to_char($1::timestamptz AT TIME ZONE 'UTC' - interval '1 month', 'YYYY-MM')
            AND to_char($1::timestamptz AT TIME ZONE 'UTC' + interval '31 days', 'YYYY-MM')
        AND e.expires_at > $1::timestamptz AND d.days IS NOT NULL
        AND (m.expiry_told IS NULL OR d.days < m.expiry_told)
        AND ($3::text IS NULL OR m.account_id = $3::text)
        AND EXISTS (
            SELECT FROM subscription AS s
            WHERE s.account_id = m.account_id AND s.status <> 'canceled'
                AND ($4::text IS NULL OR s.id = $4::text))
        AND $5::text[] IS NULL
)
SELECT m.*, c.expires_at, c.days
FROM card AS c
JOIN payment_method AS m ON (m.account_id, m.id) = (c.account_id, c.id)
ORDER BY m.account_id, m.position
LIMIT $2::bigint
FOR NO KEY UPDATE OF m SKIP LOCKED;
