-- Drafts that nobody can approve any more go: those of rehearsals that were superseded or killed, but not the newest.
DELETE FROM draft_invoice AS d
USING run AS r
WHERE r.id = d.rehearsal_id AND r.id <> $1::text
    AND (r.approval = 'superseded' OR (r.finished_at IS NULL AND r.started_at < now() - interval '1 day'));
