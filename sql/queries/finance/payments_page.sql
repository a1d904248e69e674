-- A page of the money that arrived in [$1, $2), through processors and by bank, account by account. A charge that
-- its invoice did not ask for, or not again, arrived as well and is owed back; what was paid at a checkout and no invoice
-- asked for as it was stands on the balance.
SELECT p.account_id, p.id, p.at, p.invoice_number, p.method, p.processor, p.currency, p.minor_units, p.reference,
    p.counts_as
FROM (
    SELECT a.account_id, a.id, a.settled_at AS at, i.number AS invoice_number, a.method_id AS method, a.processor,
        a.currency, a.amount_minor_units AS minor_units, a.reference,
        CASE a.state WHEN 'succeeded' THEN 'payment' ELSE 'surplus' END AS counts_as
    FROM payment_attempt AS a
    JOIN invoice AS i ON (i.account_id, i.id) = (a.account_id, a.invoice_id)
    WHERE a.state IN ('succeeded', 'surplus') AND a.settled_at >= $1::timestamptz AND a.settled_at < $2::timestamptz
    UNION ALL
    SELECT m.account_id, m.id, m.received_at, i.number, NULL, 'bank', m.currency, m.amount_minor_units, m.reference,
        'payment'
    FROM manual_payment AS m
    JOIN invoice AS i ON (i.account_id, i.id) = (m.account_id, m.invoice_id)
    WHERE m.received_at >= $1::timestamptz AND m.received_at < $2::timestamptz
    UNION ALL
    SELECT c.account_id, c.reference, c.ended_at, NULL, c.method_id, c.processor, c.currency, c.amount_minor_units,
        c.reference, 'prepaid'
    FROM prepayment AS c
    WHERE c.ended_at >= $1::timestamptz AND c.ended_at < $2::timestamptz
) AS p
WHERE (p.account_id, p.id) > ($3::text, $4::text)
ORDER BY p.account_id, p.id
LIMIT $5::bigint;
