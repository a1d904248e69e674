-- The last look before money moves: charging is on, no alarm stops it, the invoice is open, and the attempt is unsent
-- or this worker's to repeat. Asked after the accounts are locked, so that nothing of this can change before the commit.
-- A charge at any processor that these books do not know stops every processor (Billing.Alarm.stops). An account with a
-- method at a processor of $5, whose charges may not all be known, waits: that one may have charged the invoice.
WITH marked AS (
    UPDATE payment_attempt AS p
    SET state = 'sent',
        sends = p.sends + 1,
        first_sent_at = coalesce(p.first_sent_at, clock_timestamp()),
        last_sent_at = clock_timestamp(),
        sent_at = coalesce(p.sent_at, $2::timestamptz),
        lease_until = clock_timestamp() + make_interval(secs => $3::bigint),
        lease_holder = $4::text
    FROM invoice AS i
    WHERE p.id = ANY ($1::text[])
        AND (i.account_id, i.id) = (p.account_id, p.invoice_id)
        AND i.status = 'open'
        AND coalesce((SELECT value = 'true' FROM setting WHERE name = 'charging'), true)
        AND NOT EXISTS (
            SELECT FROM alarm AS l
            WHERE l.cleared_at IS NULL AND l.stops_charging
                AND (
                    l.account_id = p.account_id
                    OR (l.account_id IS NULL AND (l.kind = 'orphan_charge' OR l.processor = p.processor))))
        AND (
            cardinality($5::text[]) = 0
            OR NOT EXISTS (
                SELECT FROM payment_method AS m
                WHERE m.account_id = p.account_id AND m.processor = ANY ($5::text[])))
        -- Another that was declined and may still turn out to have succeeded: until it was looked at after its time.
        AND NOT EXISTS (
            SELECT FROM payment_attempt AS w
            WHERE (w.account_id, w.invoice_id) = (p.account_id, p.invoice_id) AND w.id <> p.id
                AND w.watch_until IS NOT NULL)
        AND CASE
            WHEN p.state = 'ready'
                THEN p.lease_until IS NULL OR p.lease_until <= clock_timestamp() OR p.lease_holder = $4::text
            WHEN p.state IN ('sent', 'unknown') THEN p.lease_holder = $4::text AND p.lease_until > clock_timestamp()
            ELSE false
        END
    RETURNING p.*
)
SELECT * FROM marked
ORDER BY position;
