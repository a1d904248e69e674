-- Rule 3.8: the plan charges of a subscription do not overlap, but where a change of interval cut the earlier one and
-- credited the rest of it (rule 4.5).
SELECT format('invoice %s charges %s again from %s: invoice %s charged it up to %s', p.number, p.subscription_id,
    json_instant(p.period_start), p.number_before, json_instant(p.end_before)) AS finding
FROM (
    SELECT i.account_id, i.subscription_id, i.number, l.period_start, lag(i.number) OVER w AS number_before,
        lag(l.period_end) OVER w AS end_before, lag(l.net_minor_units) OVER w AS net_before
    FROM invoice_line AS l
    JOIN invoice AS i ON (i.account_id, i.id) = (l.account_id, l.invoice_id)
    WHERE l.kind = 'plan'
    WINDOW w AS (PARTITION BY i.account_id, i.subscription_id ORDER BY l.period_start, l.period_end, i.id)
) AS p
WHERE p.period_start < p.end_before AND p.net_before <> 0
    AND NOT EXISTS (
        SELECT FROM invoice AS ci
        JOIN invoice_line AS c ON (c.account_id, c.invoice_id) = (ci.account_id, ci.id)
        WHERE (ci.account_id, ci.subscription_id) = (p.account_id, p.subscription_id)
            AND c.kind = 'proration_credit' AND c.period_start <= p.period_start AND c.period_end = p.end_before);
