-- How many boundaries of a run came to what.
SELECT i.outcome, i.state, count(*) AS boundaries
FROM run_item AS i WHERE i.run_id = $1::text
GROUP BY i.outcome, i.state ORDER BY i.outcome, i.state;
