SELECT p.kind
FROM ledger_posting AS p
WHERE p.account_id = $1::text AND p.source_id = $2::text
    AND p.kind IN ('dispute_withdrawn', 'dispute_reinstated', 'dispute_lost');
