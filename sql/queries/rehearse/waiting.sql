-- The rehearsal of a scope that waits to be decided about.
SELECT id FROM run WHERE approval = 'waiting' AND scope = $1::text ORDER BY as_of DESC, id LIMIT 1;
