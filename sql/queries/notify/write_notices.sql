-- A notice that was written before is the same one.
INSERT INTO outbox (id, kind, account_id, at, facts)
SELECT id, kind, account_id, at, facts
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
    WITH ORDINALITY AS w (id, kind, account_id, at, facts, place)
ORDER BY place
ON CONFLICT (id) DO NOTHING;
