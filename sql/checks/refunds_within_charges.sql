-- No charge gives back more than it took, and only a charge that took money gives any back.
SELECT format('charge %s took %s (%s) and gave back %s', p.id, p.amount_minor_units, p.state, r.given) AS finding
FROM payment_attempt AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount_minor_units), 0) AS given
    FROM (
        SELECT r.amount_minor_units FROM refund AS r
        WHERE (r.account_id, r.attempt_id) = (p.account_id, p.id) AND r.state = 'succeeded'
        UNION ALL
        SELECT o.amount_minor_units FROM outside_refund AS o WHERE o.attempt_id = p.id AND o.failed_at IS NULL
    ) AS g
) AS r
WHERE r.given > CASE WHEN p.state IN ('succeeded', 'surplus') THEN p.amount_minor_units ELSE 0 END;
