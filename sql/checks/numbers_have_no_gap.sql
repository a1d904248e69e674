-- Rule 10.1: the numbers of a seller and year are 1, 2, 3 … up to the last one given.
SELECT format('%s %s: %s invoices, numbered %s to %s, last given %s', s.seller_id, s.year, n.count, n.first, n.last,
    s.last_number) AS finding
FROM invoice_sequence AS s
CROSS JOIN LATERAL (
    SELECT count(*) AS count, min(i.number_sequence) AS first, max(i.number_sequence) AS last
    FROM invoice AS i WHERE (i.seller_id, i.number_year) = (s.seller_id, s.year)
) AS n
WHERE (n.count, n.first, n.last) IS DISTINCT FROM (s.last_number, 1::bigint, s.last_number);
