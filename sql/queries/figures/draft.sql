-- One draft of a rehearsal.
SELECT content, boundary_at, state, outcome, reason FROM draft_invoice
WHERE rehearsal_id = $1::text AND subscription_id = $2::text
ORDER BY boundary_at LIMIT 1;
