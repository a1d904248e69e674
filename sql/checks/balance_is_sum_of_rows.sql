-- Rule 9.3: what the rules remember of a balance is the sum of its rows.
SELECT format('account %s has %s, its rows add up to %s', a.id, m.remembered, m.rows) AS finding
FROM account AS a
CROSS JOIN LATERAL (
    SELECT
        (
            SELECT coalesce(sum((g ->> 'remainingMinorUnits')::bigint), 0)
            FROM jsonb_array_elements(a.balance -> 'grants') AS g)
            - (a.balance ->> 'carriedMinorUnits')::bigint AS remembered,
        (SELECT coalesce(sum(e.minor_units), 0) FROM balance_entry AS e WHERE e.account_id = a.id) AS rows
) AS m
WHERE m.remembered <> m.rows;
