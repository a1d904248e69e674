-- Rule 9.1: the run that takes off what has expired finds every account that has something of it left.
SELECT format('account %s: grant_expires_at and its balance differ', a.id) AS finding
FROM account AS a
CROSS JOIN LATERAL (
    SELECT min(g ->> 'expiresAt') AS at
    FROM jsonb_array_elements(a.balance -> 'grants') AS g
    WHERE (g ->> 'remainingMinorUnits')::bigint > 0
) AS next
WHERE json_instant(a.grant_expires_at) IS DISTINCT FROM next.at;
