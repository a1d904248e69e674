-- Every posting has entries, and they add up to zero.
SELECT
    format('posting %s of account %s has %s entries that add up to %s', p.id, p.account_id, e.count, e.sum) AS finding
FROM ledger_posting AS p
CROSS JOIN LATERAL (
    SELECT count(*) AS count, coalesce(sum(e.minor_units), 0) AS sum
    FROM ledger_entry AS e WHERE (e.account_id, e.posting_id) = (p.account_id, p.id)
) AS e
WHERE e.count < 2 OR e.sum <> 0;
