-- The row stays locked until the transaction ends, so the numbers have no gap (rule 10.2).
INSERT INTO credit_note_sequence AS s (seller_id, year, last_number, last_hash)
VALUES ($1::text, $2::integer, 1, credit_note_chain_beginning($1::text, $2::integer))
ON CONFLICT (seller_id, year) DO UPDATE SET last_number = s.last_number + 1
RETURNING last_number;
