-- What was posted of a refund that was made at the processor; asked for with its account locked.
SELECT p.kind
FROM ledger_posting AS p
WHERE (p.account_id, p.source_id) = ($1::text, $2::text) AND p.kind IN ('refunded_outside', 'refund_outside_failed');
