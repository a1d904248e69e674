-- Rule 11.5: the ledger has taken in what charges took, and let go what refunds gave back, account by account.
SELECT format('account %s: the ledger shows %s taken, its charges and refunds %s', a.id, l.taken, c.taken - r.given)
    AS finding
FROM account AS a
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.minor_units), 0) AS taken
    FROM ledger_posting AS p
    JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.id)
    WHERE p.account_id = a.id AND p.kind IN (
            'paid', 'surplus', 'prepaid', 'refunded', 'refund_failed', 'refunded_outside', 'refund_outside_failed')
        AND e.ledger_account = 'processor_clearing'
) AS l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount_minor_units), 0) AS taken
    FROM (
        SELECT p.amount_minor_units FROM payment_attempt AS p
        WHERE p.account_id = a.id AND p.state IN ('succeeded', 'surplus')
        UNION ALL
        SELECT p.amount_minor_units FROM prepayment AS p WHERE p.account_id = a.id
    ) AS g
) AS c
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount_minor_units), 0) AS given
    FROM (
        SELECT r.amount_minor_units FROM refund AS r WHERE r.account_id = a.id AND r.state = 'succeeded'
        UNION ALL
        SELECT o.amount_minor_units FROM outside_refund AS o WHERE o.account_id = a.id AND o.failed_at IS NULL
    ) AS g
) AS r
WHERE l.taken <> c.taken - r.given;
