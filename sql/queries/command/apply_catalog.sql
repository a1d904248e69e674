-- The same file again is no new version, unless the logo that it names by a file is another one now.
WITH latest AS (
    SELECT number, sha256 FROM catalog_version ORDER BY number DESC LIMIT 1
), given AS (
    SELECT encode(
        sha256(convert_to($1::text || coalesce($2::jsonb #>> '{seller,invoicing,logo}', ''), 'UTF8')), 'hex') AS sha256
), added AS (
    INSERT INTO catalog_version (number, source, content, sha256, applied_at)
    SELECT coalesce((SELECT number FROM latest), 0) + 1, $1::text, $2::jsonb, g.sha256, $3::timestamptz
    FROM given AS g
    WHERE NOT EXISTS (SELECT FROM latest AS l WHERE l.sha256 = g.sha256)
    RETURNING number
)
SELECT coalesce((SELECT number FROM added), (SELECT number FROM latest)) AS number;
