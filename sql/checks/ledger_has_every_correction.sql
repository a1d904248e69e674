-- Every credit note, payment by bank, void and write-off is in the ledger.
SELECT format('%s %s of account %s is not in the ledger', c.kind, c.name, c.account_id) AS finding
FROM (
    SELECT 'credit_note' AS kind, number AS name, account_id, id FROM credit_note
    UNION ALL SELECT 'manual_payment', reference, account_id, id FROM manual_payment
    UNION ALL SELECT 'voided', number, account_id, id FROM invoice WHERE status = 'void'
    UNION ALL SELECT 'uncollectible', number, account_id, id FROM invoice WHERE status = 'uncollectible'
) AS c
WHERE NOT EXISTS (
    SELECT FROM ledger_posting AS p WHERE (p.account_id, p.kind, p.source_id) = (c.account_id, c.kind, c.id));
