-- An approved rehearsal of which nothing is left to be billed is over; what was billed otherwise meanwhile has lapsed.
WITH lapsed AS (
    UPDATE draft_invoice AS d SET state = 'lapsed'
    FROM subscription AS s
    WHERE d.rehearsal_id = ANY ($1::text[]) AND d.state = 'drafted' AND d.outcome <> 'parked'
        AND (s.account_id, s.id) = (d.account_id, d.subscription_id)
        AND s.next_boundary_at IS DISTINCT FROM d.boundary_at
        AND (s.next_boundary_at IS NULL OR s.next_boundary_at > d.boundary_at)
    RETURNING d.rehearsal_id, d.account_id, d.subscription_id, d.boundary_at
)
UPDATE run AS r SET approval = 'executed'
WHERE r.id = ANY ($1::text[]) AND r.approval = 'approved'
    AND NOT EXISTS (
        SELECT FROM draft_invoice AS d
        WHERE d.rehearsal_id = r.id AND d.state IN ('drafted', 'held') AND d.outcome <> 'parked'
            AND NOT EXISTS (
                SELECT FROM lapsed AS l
                WHERE (l.rehearsal_id, l.account_id, l.subscription_id, l.boundary_at)
                    = (d.rehearsal_id, d.account_id, d.subscription_id, d.boundary_at)));
