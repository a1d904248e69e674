-- An invoice's id is made of what it stands for, in the form of a UUID of version 8: doing it again gives the same.
SELECT
    format(
        '%s-%s-8%s-%s%s-%s', left(hash, 8), substr(hash, 9, 4), substr(hash, 14, 3),
        substr('89ab', 1 + get_byte(digest, 8) % 4, 1), substr(hash, 18, 3), substr(hash, 21, 12)) AS id
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
    WITH ORDINALITY AS w (subscription_id, kind, at, ordinal, place)
CROSS JOIN LATERAL sha256(convert_to(concat_ws(E'\n', subscription_id, kind, at, ordinal), 'UTF8')) AS digest
CROSS JOIN LATERAL encode(digest, 'hex') AS hash
ORDER BY place;
