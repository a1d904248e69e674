-- Up to when a processor's charges were compared, and whether that was with other books than these.
SELECT
    floor(extract(epoch FROM m.audited_until))::bigint AS audited_until,
    coalesce(m.books <> books_identity(), false) AS is_of_other_books,
    floor(extract(epoch FROM clock_timestamp()))::bigint AS now
FROM (VALUES ($1::text)) AS p (processor)
LEFT JOIN processor_audit AS m USING (processor);
