-- Checkouts that were asked about; one that was not paid after its time is not asked about any more.
UPDATE checkout AS c
SET asked_at = $1::timestamptz,
    watch_until = CASE WHEN w.is_open AND c.watch_until <= $1::timestamptz THEN NULL ELSE c.watch_until END
FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[]) AS w (account_id, processor, reference, is_open)
WHERE (c.account_id, c.processor, c.reference) = (w.account_id, w.processor, w.reference);
