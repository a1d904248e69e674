-- Whether claim_approved would give any more if nobody held it.
SELECT EXISTS (
    SELECT FROM draft_invoice AS d
    JOIN subscription AS s ON (s.account_id, s.id) = (d.account_id, d.subscription_id)
    WHERE d.rehearsal_id = $1::text
        AND d.state = 'drafted' AND d.outcome <> 'parked'
        AND s.next_boundary_at = d.boundary_at AND NOT s.is_parked
        AND EXISTS (SELECT FROM run AS r WHERE r.id = $1::text AND r.approval = 'approved')
) AS is_any_left;
