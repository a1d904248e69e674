-- Everything that changed what an account owes, in [$2, $3), in the order of the books; above zero what it owes more.
-- One row above what a statement may have, so that none is cut off in silence.
SELECT p.at, p.kind, i.number AS invoice_number, c.number AS credit_note_number, m.reference,
    a.method_id AS method, sum(e.minor_units)::bigint AS minor_units
FROM invoice_posting AS p
JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.posting_id)
LEFT JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
LEFT JOIN credit_note AS c ON p.kind = 'credit_note' AND (c.account_id, c.id) = (p.account_id, p.source_id)
LEFT JOIN manual_payment AS m ON p.kind = 'manual_payment' AND (m.account_id, m.id) = (p.account_id, p.source_id)
LEFT JOIN payment_attempt AS a ON (a.account_id, a.id) = (p.account_id, p.source_id)
WHERE p.account_id = $1::text AND p.at >= $2::timestamptz AND p.at < $3::timestamptz
    AND e.ledger_account IN ('receivable', 'customer_balance', 'refunds_payable')
GROUP BY p.at, p.posting_id, p.kind, i.number, c.number, m.reference, a.method_id
HAVING sum(e.minor_units) <> 0
ORDER BY p.at, p.posting_id
LIMIT 100001;
