-- One invoice by number or id, with its copies of seller and buyer, its document and how its collection stands.
SELECT
    i.id, i.number, i.status, i.amount_paid_minor_units, i.amount_credited_minor_units, i.paid_at,
    invoice_content(i) AS content, i.seller, i.buyer,
    i.run_id, i.catalog_version, d.path, d.sha256, d.byte_count,
    c.invoice_id, c.issued_at, c.next_round_at, c.extra_round_at, c.first_failure_at, c.has_failed_round, c.round,
    c.is_in_round, c.round_is_scheduled, c.tried, c.last_decline, c.retry_not_before, c.customer_action_until, c.ends_at,
    c.last_mail_at, c.warned_at, c.only_method
FROM invoice AS i
LEFT JOIN document AS d ON (d.account_id, d.invoice_id) = (i.account_id, i.id)
LEFT JOIN collection AS c ON (c.account_id, c.invoice_id) = (i.account_id, i.id)
WHERE i.number = $1::text OR i.id = $1::text
ORDER BY i.issued_at DESC
LIMIT 1;
