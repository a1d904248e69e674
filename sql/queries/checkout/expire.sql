-- Pages and orders that nobody finished in time, but for those of $5. Where the processor takes money at once, one may still
-- be paid for $7 seconds.
UPDATE checkout AS c
SET state = 'expired', ended_at = $4::timestamptz,
    watch_until = CASE WHEN c.processor = ANY ($6::text[]) THEN c.expires_at + make_interval(secs => $7::bigint) END
WHERE c.state = 'pending' AND c.expires_at <= $4::timestamptz AND NOT c.reference = ANY ($5::text[])
    AND ($1::text IS NULL OR c.account_id = $1::text)
    AND ($2::text IS NULL OR c.subscription_id = $2::text)
    AND $3::text[] IS NULL;
