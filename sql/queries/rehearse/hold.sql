-- Leaves a subscription out of the run that follows, or ($3 NULL) takes that back; NULL for all of them.
UPDATE draft_invoice AS d SET
    state = CASE WHEN $3::text IS NULL THEN 'drafted' ELSE 'held' END, held_by = $3::text,
    held_because = CASE WHEN $3::text IS NULL THEN NULL ELSE $4::text END
FROM run AS r
WHERE r.id = $1::text AND d.rehearsal_id = r.id AND r.approval IN ('waiting', 'approved')
    AND d.subscription_id = $2::text
    AND d.state = CASE WHEN $3::text IS NULL THEN 'held' ELSE 'drafted' END;
