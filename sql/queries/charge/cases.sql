-- Everything a round looks at but methods and attempts, in the order asked for. Asked after the locks.
SELECT
    c.account_id, c.invoice_id, c.subscription_id, c.issued_at, c.next_round_at, c.extra_round_at, c.first_failure_at,
    c.has_failed_round, c.round, c.is_in_round, c.round_is_scheduled, c.tried, c.last_decline, c.retry_not_before,
    c.customer_action_until, c.ends_at, c.last_mail_at, c.warned_at, c.only_method, a.time_zone,
    a.collection AS account_collection,
    i.number,
    i.amount_due_minor_units - i.amount_paid_minor_units - i.amount_credited_minor_units AS amount_due_minor_units,
    i.currency, i.status, s.state, s.is_parked, u.since,
    -- Sequences of charges that people have decided about are used up as well.
    greatest(
        0,
        (SELECT max(p.sequence) FROM payment_attempt AS p
            WHERE (p.account_id, p.invoice_id) = (c.account_id, c.invoice_id)),
        (SELECT max(o.sequence) FROM orphan_decision AS o WHERE o.invoice_id = c.invoice_id)) AS last_sequence,
    (SELECT max(p.watch_until) FROM payment_attempt AS p
        WHERE (p.account_id, p.invoice_id) = (c.account_id, c.invoice_id)) AS watched_until,
    -- Rule 11.3: another open invoice of the subscription with a failed round or past its due date.
    EXISTS (
        SELECT FROM collection AS o
        JOIN invoice AS oi ON (oi.account_id, oi.id) = (o.account_id, o.invoice_id)
        WHERE (o.account_id, o.subscription_id) = (c.account_id, c.subscription_id)
            AND o.is_open AND o.invoice_id <> c.invoice_id
            AND (o.has_failed_round OR oi.due_at < $3::timestamptz)) AS others_are_in_arrears
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (account_id, invoice_id, place)
JOIN collection AS c ON (c.account_id, c.invoice_id) = (w.account_id, w.invoice_id)
JOIN account AS a ON a.id = c.account_id
JOIN invoice AS i ON (i.account_id, i.id) = (c.account_id, c.invoice_id)
JOIN subscription AS s ON (s.account_id, s.id) = (c.account_id, c.subscription_id)
LEFT JOIN late_usage AS u ON (u.account_id, u.subscription_id) = (s.account_id, s.id)
ORDER BY w.place;
