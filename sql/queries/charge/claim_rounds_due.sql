-- Rounds that are due at $1, the oldest due first; what another worker holds is passed over. Both rows are locked and
-- looked at again; the attempts are not, so the caller reads them afterwards.
WITH claimed AS MATERIALIZED (
    SELECT c.due_at, c.issued_at, c.number_sequence, c.account_id, c.invoice_id
    FROM collection AS c
    JOIN account AS a ON a.id = c.account_id
    WHERE c.is_open AND NOT c.is_in_round AND c.due_at IS NOT NULL
        AND c.due_at <= $1::timestamptz
        AND ($3::text IS NULL OR c.account_id = $3::text)
        AND ($4::text IS NULL OR c.subscription_id = $4::text)
        AND ($5::text[] IS NULL OR c.invoice_id = ANY ($5::text[]))
        AND c.invoice_id <> ALL ($6::text[])
        AND NOT EXISTS (
            SELECT FROM payment_attempt AS p
            WHERE (p.account_id, p.invoice_id) = (c.account_id, c.invoice_id)
                AND (
                    p.state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action')
                    OR p.watch_until IS NOT NULL))
        AND NOT EXISTS (
            SELECT FROM alarm AS l
            WHERE l.account_id = c.account_id AND l.cleared_at IS NULL AND l.stops_charging)
    ORDER BY c.due_at, c.issued_at, c.number_sequence
    LIMIT $2::bigint
    FOR NO KEY UPDATE OF a, c SKIP LOCKED
)
SELECT account_id, invoice_id FROM claimed
ORDER BY due_at, issued_at, number_sequence;
