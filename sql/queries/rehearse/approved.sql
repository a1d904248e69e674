-- Approved rehearsals that no run has executed, the oldest first.
SELECT id FROM run WHERE approval = 'approved' ORDER BY as_of, id;
