-- The columns people read say what the rules' state says.
SELECT format('subscription %s: columns and state differ', s.id) AS finding
FROM subscription AS s
WHERE (s.account_id, s.id, s.status, s.plan, s.interval, s.quantity)
    IS DISTINCT FROM (
        s.state ->> 'accountID', s.state ->> 'id', s.state ->> 'status', s.state -> 'terms' ->> 'plan',
        s.state -> 'terms' ->> 'interval', (s.state -> 'terms' ->> 'quantity')::numeric)
    OR json_instant(s.current_period_start) <> s.state -> 'currentPeriod' ->> 'start'
    OR json_instant(s.current_period_end) <> s.state -> 'currentPeriod' ->> 'end'
    OR s.is_parked <> EXISTS (
        SELECT FROM parked_subscription AS p WHERE (p.account_id, p.subscription_id) = (s.account_id, s.id));
