INSERT INTO closed_period (account_id, subscription_id, period_start, period_end, number, content)
SELECT *
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::jsonb[])
ON CONFLICT (account_id, subscription_id, period_start)
    DO UPDATE SET period_end = excluded.period_end, content = excluded.content;
