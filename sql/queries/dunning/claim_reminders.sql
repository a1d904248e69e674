-- Open invoices of which a customer is to be reminded at $1 (Billing.DunningMail.reminder): three days before the last
-- round, or a day before another round where the last mail is three days old. What another worker holds is passed over.
WITH claimed AS MATERIALIZED (
    SELECT c.ends_at, c.issued_at, c.number_sequence, c.account_id, c.invoice_id
    FROM collection AS c
    JOIN account AS a ON a.id = c.account_id
    WHERE c.is_open AND NOT c.is_in_round AND c.ends_at IS NOT NULL
        AND ($3::text IS NULL OR c.account_id = $3::text)
        AND ($4::text IS NULL OR c.subscription_id = $4::text)
        AND ($5::text[] IS NULL OR c.invoice_id = ANY ($5::text[]))
        AND (
            (c.warned_at IS NULL AND c.ends_at - interval '259200 seconds' > c.first_failure_at
                AND c.ends_at - interval '259200 seconds' <= $1::timestamptz AND $1::timestamptz < c.ends_at)
            OR (c.has_failed_round AND c.next_round_at <> c.ends_at
                AND $1::timestamptz < c.next_round_at
                AND c.next_round_at - interval '86400 seconds' <= $1::timestamptz
                AND (c.last_mail_at IS NULL OR c.last_mail_at <= $1::timestamptz - interval '259200 seconds')
                AND (c.last_mail_at IS NULL OR c.warned_at IS NOT NULL
                    OR c.ends_at - interval '259200 seconds' <= c.first_failure_at
                    OR c.ends_at - interval '259200 seconds' >= $1::timestamptz + interval '259200 seconds')))
    ORDER BY c.ends_at, c.issued_at, c.number_sequence
    LIMIT $2::bigint
    FOR NO KEY UPDATE OF a, c SKIP LOCKED
)
SELECT account_id, invoice_id FROM claimed
ORDER BY ends_at, issued_at, number_sequence;
