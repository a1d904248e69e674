INSERT INTO alarm (kind, account_id, processor, subject, detail, raised_at)
SELECT kind, account_id, processor, subject, detail, raised_at
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    AS w (kind, account_id, processor, subject, detail, raised_at)
ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO NOTHING;
