-- Tax on what was issued, credited and voided in [$1, $2), by place, name and rate.
SELECT r.currency, r.jurisdiction, r.name, r.category, r.rate::text AS rate,
    sum(r.base)::bigint AS base, sum(r.tax)::bigint AS tax,
    sum(r.credited_base)::bigint AS credited_base, sum(r.credited_tax)::bigint AS credited_tax
FROM (
    SELECT i.currency::text, t.jurisdiction, t.name, t.category, t.rate, t.base_minor_units AS base,
        t.amount_minor_units AS tax, 0::bigint AS credited_base, 0::bigint AS credited_tax
    FROM invoice AS i
    JOIN invoice_tax AS t ON (t.account_id, t.invoice_id) = (i.account_id, i.id)
    WHERE i.issued_at >= $1::timestamptz AND i.issued_at < $2::timestamptz
    UNION ALL
    SELECT c.currency, t.jurisdiction, t.name, t.category, t.rate, 0, 0, t.base_minor_units, t.amount_minor_units
    FROM credit_note AS c
    JOIN credit_note_tax AS t ON (t.account_id, t.credit_note_id) = (c.account_id, c.id)
    WHERE c.issued_at >= $1::timestamptz AND c.issued_at < $2::timestamptz
    UNION ALL
    SELECT i.currency, t.jurisdiction, t.name, t.category, t.rate, 0, 0, t.base_minor_units, t.amount_minor_units
    FROM ledger_posting AS p
    JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.source_id)
    JOIN invoice_tax AS t ON (t.account_id, t.invoice_id) = (i.account_id, i.id)
    WHERE p.kind = 'voided' AND p.at >= $1::timestamptz AND p.at < $2::timestamptz
) AS r
GROUP BY r.currency, r.jurisdiction, r.name, r.category, r.rate
ORDER BY r.currency, r.jurisdiction, r.name NULLS LAST, r.category, r.rate;
