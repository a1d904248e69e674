-- Approves a rehearsal that waits. It shows all that is due, so it takes the place of older ones of its scope that were
-- approved and not executed, such as one that a run stopped at.
WITH approved AS (
    UPDATE run SET approval = 'approved', approved_by = $2::text, approved_at = $3::timestamptz
    WHERE id = $1::text AND approval = 'waiting'
    RETURNING id, scope, fingerprint
), superseded AS (
    UPDATE run SET approval = 'superseded'
    FROM approved AS a
    WHERE run.scope = a.scope AND run.approval = 'approved' AND run.id <> a.id
)
SELECT fingerprint FROM approved;
