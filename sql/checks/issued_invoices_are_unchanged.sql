-- Rule 10.2: every invoice still has the content that was hashed at its issue, behind the one it was issued behind.
SELECT
    format('invoice %s: its content or its place is not the one it was issued with (it was changed, or the one before '
        || 'it was taken out)', c.number) AS finding
FROM (
    SELECT i.number, i.hash, invoice_digest(i) AS digest,
        lag(i.hash, 1, chain_beginning(i.seller_id, i.number_year))
            OVER (PARTITION BY i.seller_id, i.number_year ORDER BY i.number_sequence) AS previous
    FROM invoice AS i
) AS c
WHERE c.hash <> sha256(c.previous || c.digest)
UNION ALL
SELECT format('the run of numbers of %s in %s does not end with the hash of its last invoice: one was taken off its end',
    s.seller_id, s.year)
FROM invoice_sequence AS s
WHERE NOT EXISTS (
    SELECT FROM invoice AS i
    WHERE (i.seller_id, i.number_year, i.number_sequence, i.hash) = (s.seller_id, s.year, s.last_number, s.last_hash));
