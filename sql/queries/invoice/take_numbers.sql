-- Takes as many numbers of each year as are wanted, with the hash that their chain goes on from. The row stays locked
-- until the transaction ends: whoever comes next gets the numbers behind these, and a rolled-back transaction gives
-- its own back (rule 10.1).
INSERT INTO invoice_sequence AS s (seller_id, year, last_number, last_hash)
SELECT $1::text, year, wanted, chain_beginning($1::text, year)
FROM unnest($2::integer[], $3::bigint[]) AS w (year, wanted)
ORDER BY year
ON CONFLICT (seller_id, year) DO UPDATE SET last_number = s.last_number + excluded.last_number
RETURNING year, last_number, last_hash;
