-- A page of postings in [$1, $2) with their entries, account by account.
WITH page AS (
    SELECT p.* FROM invoice_posting AS p
    WHERE p.at >= $1::timestamptz AND p.at < $2::timestamptz AND (p.account_id, p.posting_id) > ($3::text, $4::bigint)
    ORDER BY p.account_id, p.posting_id
    LIMIT $5::bigint
)
SELECT p.account_id, p.posting_id, p.at, p.kind, p.source_id, p.currency, i.number AS invoice_number,
    e.ledger_account, e.minor_units
FROM page AS p
JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.posting_id)
LEFT JOIN invoice AS i ON (i.account_id, i.id) = (p.account_id, p.invoice_id)
ORDER BY p.account_id, p.posting_id, e.line;
