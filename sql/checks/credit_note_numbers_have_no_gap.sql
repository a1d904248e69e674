-- Rule 10.2: credit notes have consecutive numbers of their own, 1, 2, 3 … up to the last one given.
SELECT format('%s %s: %s credit notes, numbered %s to %s, last given %s', s.seller_id, s.year, n.count, n.first, n.last,
    s.last_number) AS finding
FROM credit_note_sequence AS s
CROSS JOIN LATERAL (
    SELECT count(*) AS count, min(c.number_sequence) AS first, max(c.number_sequence) AS last
    FROM credit_note AS c WHERE (c.seller_id, c.number_year) = (s.seller_id, s.year)
) AS n
WHERE (n.count, n.first, n.last) IS DISTINCT FROM (s.last_number, 1::bigint, s.last_number);
