-- Rule 10.2: every credit note still has the content that was hashed at its issue.
SELECT
    format('credit note %s: its content or its place is not the one it was issued with', c.number) AS finding
FROM (
    SELECT c.number, c.hash, credit_note_digest(c) AS digest,
        lag(c.hash, 1, credit_note_chain_beginning(c.seller_id, c.number_year))
            OVER (PARTITION BY c.seller_id, c.number_year ORDER BY c.number_sequence) AS previous
    FROM credit_note AS c
) AS c
WHERE c.hash <> sha256(c.previous || c.digest)
UNION ALL
SELECT format('the credit notes of %s in %s do not end with the hash of the last one', s.seller_id, s.year)
FROM credit_note_sequence AS s
WHERE NOT EXISTS (
    SELECT FROM credit_note AS c
    WHERE (c.seller_id, c.number_year, c.number_sequence, c.hash) = (s.seller_id, s.year, s.last_number, s.last_hash));
