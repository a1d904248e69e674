-- No charge gives back more than it took, and only a charge that took money gives any back.
SELECT format('charge %s took %s (%s) and gave back %s', p.id, p.amount_minor_units, p.state, r.given) AS finding
FROM (
    SELECT p.account_id, p.id::text, p.processor, p.reference, p.state, p.amount_minor_units FROM payment_attempt AS p
    UNION ALL
    SELECT p.account_id, p.reference, p.processor, p.reference, 'succeeded', p.amount_minor_units FROM prepayment AS p
) AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount_minor_units), 0) AS given
    FROM (
        SELECT r.amount_minor_units FROM refund AS r
        WHERE (r.account_id, r.processor, r.charge_reference) = (p.account_id, p.processor, p.reference)
            AND r.state = 'succeeded'
        UNION ALL
        SELECT o.amount_minor_units FROM outside_refund AS o
        WHERE (o.processor, o.charge_reference) = (p.processor, p.reference) AND o.failed_at IS NULL
    ) AS g
) AS r
WHERE r.given > CASE WHEN p.state IN ('succeeded', 'surplus') THEN p.amount_minor_units ELSE 0 END;
