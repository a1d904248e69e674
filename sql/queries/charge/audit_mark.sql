SELECT
    (SELECT floor(extract(epoch FROM audited_until))::bigint FROM processor_audit WHERE processor = $1::text)
        AS audited_until,
    floor(extract(epoch FROM clock_timestamp()))::bigint AS now;
