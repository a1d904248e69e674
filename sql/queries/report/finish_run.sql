UPDATE run SET report = $2::jsonb, finished_at = $3::timestamptz WHERE id = $1::text;
