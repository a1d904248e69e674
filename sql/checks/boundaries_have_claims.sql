-- Every invoice of a boundary has the claim on it.
SELECT format('invoice %s bills the boundary %s without a claim', i.number, i.boundary_at) AS finding
FROM invoice AS i
WHERE i.boundary_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM boundary_claim AS c
        WHERE (c.account_id, c.subscription_id, c.boundary_at) = (i.account_id, i.subscription_id, i.boundary_at));
