INSERT INTO run (id, as_of, started_at, scope, kind)
VALUES ($1::text, $2::timestamptz, $3::timestamptz, $4::text, $5::text);
