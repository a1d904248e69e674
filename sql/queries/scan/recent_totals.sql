-- The last invoice of each subscription, and the largest of its last six.
SELECT w.subscription_id, h.last_minor_units, h.largest_minor_units
FROM unnest($1::text[], $2::text[]) AS w (account_id, subscription_id)
CROSS JOIN LATERAL (
    SELECT
        (array_agg(l.total_minor_units ORDER BY l.place))[1] AS last_minor_units,
        max(l.total_minor_units) AS largest_minor_units
    FROM (
        SELECT
            i.total_minor_units, row_number() OVER (ORDER BY i.issued_at DESC, i.number_sequence DESC) AS place
        FROM invoice AS i
        WHERE (i.account_id, i.subscription_id) = (w.account_id, w.subscription_id)
            AND i.kind IN ('start', 'cycle') AND i.status <> 'void'
        ORDER BY i.issued_at DESC, i.number_sequence DESC
        LIMIT 6
    ) AS l
) AS h
WHERE h.last_minor_units IS NOT NULL;
