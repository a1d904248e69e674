-- A page of the invoices that have something to earn at or after $1, or that were issued or taken back since, with
-- what was taken back of them.
SELECT i.account_id, i.id, invoice_content(i) AS content, v.at AS voided_at,
    (
        SELECT jsonb_agg(jsonb_build_object(
            'line', l.line, 'baseMinorUnits', l.base_minor_units, 'at', json_instant(c.issued_at)))
        FROM credit_note AS c
        JOIN credit_note_line AS l ON (l.account_id, l.credit_note_id) = (c.account_id, c.id)
        WHERE (c.account_id, c.invoice_id) = (i.account_id, i.id)
    ) AS reversals
FROM invoice AS i
LEFT JOIN ledger_posting AS v ON (v.account_id, v.kind, v.source_id) = (i.account_id, 'voided', i.id)
WHERE (i.account_id, i.id) > ($2::text, $3::text)
    AND (
        i.issued_at >= $1::timestamptz OR v.at >= $1::timestamptz
        OR EXISTS (
            SELECT FROM invoice_line AS l
            WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id) AND l.period_end >= $1::timestamptz)
        OR EXISTS (
            SELECT FROM credit_note AS c
            WHERE (c.account_id, c.invoice_id) = (i.account_id, i.id) AND c.issued_at >= $1::timestamptz))
ORDER BY i.account_id, i.id
LIMIT $4::bigint;
