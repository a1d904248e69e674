-- Checkouts at the processors of $5, which take money at once, that a run asks about: those whose time is over, those that
-- have expired and may still be paid, and those that were paid and lack our marks; the longest not asked about first.
-- What has expired is asked about again when a quarter of its age has passed, and once more after its time.
SELECT c.*
FROM checkout AS c
WHERE (c.state = 'pending' OR c.watch_until IS NOT NULL OR c.marks_due)
    AND c.processor = ANY ($5::text[])
    AND ($1::text IS NULL OR c.account_id = $1::text)
    AND ($2::text IS NULL OR c.subscription_id = $2::text)
    AND $3::text[] IS NULL
    AND CASE c.state
        WHEN 'pending' THEN c.expires_at <= $4::timestamptz
        WHEN 'expired' THEN
            c.asked_at IS NULL OR c.watch_until <= $4::timestamptz
                OR c.asked_at + (c.asked_at - c.created_at) / 4 <= $4::timestamptz
        ELSE true
    END
ORDER BY c.asked_at NULLS FIRST, c.created_at, c.reference
LIMIT $6::bigint;
