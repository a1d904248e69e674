-- An invoice by number or id with its subscription. Asked after the account is locked.
SELECT
    i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
    invoice_content(i) AS content, s.id AS subscription_id, s.state, u.since,
    -- Rule 11.3: another open invoice of the subscription with a failed round or past its due date.
    EXISTS (
        SELECT FROM collection AS o
        JOIN invoice AS oi ON (oi.account_id, oi.id) = (o.account_id, o.invoice_id)
        WHERE (o.account_id, o.subscription_id) = (i.account_id, i.subscription_id)
            AND o.is_open AND o.invoice_id <> i.id
            AND (o.has_failed_round OR oi.due_at < $2::timestamptz)) AS others_are_in_arrears
FROM invoice AS i
JOIN subscription AS s ON (s.account_id, s.id) = (i.account_id, i.subscription_id)
LEFT JOIN late_usage AS u ON (u.account_id, u.subscription_id) = (s.account_id, s.id)
WHERE i.number = $1::text OR i.id = $1::text
ORDER BY i.issued_at DESC
LIMIT 1;
