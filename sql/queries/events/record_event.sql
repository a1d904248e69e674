-- The same message again is no new one.
INSERT INTO processor_event (processor, id, type, created_at, is_live, subject)
VALUES ($1::text, $2::text, $3::text, $4::timestamptz, $5::boolean, $6::jsonb)
ON CONFLICT DO NOTHING;
