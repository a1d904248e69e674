-- A round under way is due until it ends.
SELECT min(CASE WHEN is_in_round THEN issued_at ELSE due_at END) AS at FROM collection WHERE is_open;
