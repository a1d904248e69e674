-- Rule 3.8: where a charged period has ended, its boundary was billed, unless a change of interval or the end of the
-- subscription cut it.
SELECT format('subscription %s: the boundary %s, at which invoice %s''s period ends, was never billed', s.id,
    json_instant(l.period_end), i.number) AS finding
FROM invoice_line AS l
JOIN invoice AS i ON (i.account_id, i.id) = (l.account_id, l.invoice_id)
JOIN subscription AS s ON (s.account_id, s.id) = (i.account_id, i.subscription_id)
WHERE l.kind = 'plan' AND l.period_end <= s.current_period_start
    AND (s.canceled_at IS NULL OR l.period_end < s.canceled_at)
    AND NOT EXISTS (
        SELECT FROM boundary_claim AS b
        WHERE (b.account_id, b.subscription_id, b.boundary_at) = (s.account_id, s.id, l.period_end))
    AND NOT EXISTS (
        SELECT FROM invoice AS ci
        JOIN invoice_line AS c ON (c.account_id, c.invoice_id) = (ci.account_id, ci.id)
        WHERE (ci.account_id, ci.subscription_id) = (s.account_id, s.id)
            AND c.kind = 'proration_credit' AND c.period_start >= l.period_start AND c.period_end = l.period_end);
