INSERT INTO setting (name, value) VALUES ($1::text, $2::jsonb)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp();
