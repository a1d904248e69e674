-- Monthly recurring revenue and its movements in each calendar month of [$1, $2) in the zone $3.
--
-- What recurs is what was charged in advance: a plan, an add-on, and what a change charged for the rest of a period, at
-- the full price of its period before coupons and tax, brought to a month. It counts from the start of its window until
-- the window ends, a change credits the rest of it, or the subscription is canceled. Each subscription is rounded to the
-- minor unit once per instant, so that the movements add up to the closing figure exactly.
WITH charge AS (
    SELECT i.account_id, i.subscription_id, i.currency, l.item, l.kind, l.period_start, l.period_end,
        (c ->> 'quantity')::numeric * (c ->> 'priceMinorUnits')::numeric AS price,
        CASE
            WHEN c -> 'share' ->> 'whole' = '1' THEN extract(epoch FROM l.period_end - l.period_start) / 86400
            WHEN c -> 'share' ->> 'basis' = 'day' THEN (c -> 'share' ->> 'whole')::numeric
            ELSE (c -> 'share' ->> 'whole')::numeric / 86400
        END AS days
    FROM invoice AS i
    JOIN invoice_line AS l ON (l.account_id, l.invoice_id) = (i.account_id, i.id)
    CROSS JOIN LATERAL (SELECT l.derivation -> 'charge' AS c) AS d
    WHERE l.kind IN ('plan', 'addon', 'proration_charge') AND l.amount_minor_units <> 0 AND i.status <> 'void'
        AND l.period_end >= $1::timestamptz AND l.period_start < $2::timestamptz
), credit AS (
    SELECT i.account_id, i.subscription_id, l.item, l.period_start, l.period_end
    FROM invoice AS i
    JOIN invoice_line AS l ON (l.account_id, l.invoice_id) = (i.account_id, i.id)
    WHERE l.kind = 'proration_credit' AND l.period_end >= $1::timestamptz
), recurring AS (
    SELECT c.account_id, c.subscription_id, c.currency, c.period_start AS starts_at,
        least(c.period_end, min(r.period_start), s.canceled_at) AS ends_at,
        -- 27 days and less are a share of a month, all others so many months.
        c.price / CASE WHEN c.days < 27.5 THEN c.days * 12 / 365 ELSE round(c.days * 12 / 365.2425) END AS monthly
    FROM charge AS c
    JOIN subscription AS s ON (s.account_id, s.id) = (c.account_id, c.subscription_id)
    -- The credit that takes the rest back; the one made with a change's own charge is that of the window before.
    LEFT JOIN credit AS r
        ON (r.account_id, r.subscription_id, r.item, r.period_end)
            = (c.account_id, c.subscription_id, c.item, c.period_end)
        AND (r.period_start > c.period_start OR (r.period_start = c.period_start AND c.kind <> 'proration_charge'))
    WHERE c.days > 0
    GROUP BY c.account_id, c.subscription_id, c.currency, c.item, c.kind, c.period_start, c.period_end, c.price,
        c.days, s.canceled_at
), month AS (
    SELECT m::date AS month_on, greatest(m AT TIME ZONE $3::text, $1::timestamptz) AS opens_at,
        least((m + interval '1 month') AT TIME ZONE $3::text, $2::timestamptz) AS closes_at
    FROM generate_series(
        date_trunc('month', $1::timestamptz AT TIME ZONE $3::text),
        ($2::timestamptz - interval '1 second') AT TIME ZONE $3::text, interval '1 month') AS m
), standing AS (
    -- What was in force just before each instant.
    SELECT r.account_id, r.subscription_id, r.currency, t.at, round(sum(r.monthly)) AS minor_units
    FROM recurring AS r
    JOIN (SELECT opens_at AS at FROM month UNION SELECT closes_at FROM month) AS t
        ON r.starts_at < t.at AND r.ends_at >= t.at
    GROUP BY r.account_id, r.subscription_id, r.currency, t.at
), movement AS (
    SELECT m.month_on, coalesce(o.currency, c.currency) AS currency,
        coalesce(o.minor_units, 0) AS opening, coalesce(c.minor_units, 0) AS closing
    FROM month AS m
    JOIN standing AS o ON o.at = m.opens_at
    LEFT JOIN standing AS c
        ON (c.account_id, c.subscription_id) = (o.account_id, o.subscription_id) AND c.at = m.closes_at
    UNION ALL
    SELECT m.month_on, c.currency, 0, c.minor_units
    FROM month AS m
    JOIN standing AS c ON c.at = m.closes_at
    WHERE NOT EXISTS (
        SELECT FROM standing AS o
        WHERE (o.account_id, o.subscription_id) = (c.account_id, c.subscription_id) AND o.at = m.opens_at)
)
SELECT month_on::text AS month, currency, sum(opening)::bigint AS opening,
    coalesce(sum(closing) FILTER (WHERE opening = 0), 0)::bigint AS new,
    coalesce(sum(closing - opening) FILTER (WHERE opening > 0 AND closing > opening), 0)::bigint AS expansion,
    coalesce(sum(opening - closing) FILTER (WHERE closing > 0 AND closing < opening), 0)::bigint AS contraction,
    coalesce(sum(opening) FILTER (WHERE closing = 0), 0)::bigint AS churn,
    sum(closing)::bigint AS closing, count(*) FILTER (WHERE closing > 0) AS subscriptions
FROM movement
GROUP BY month_on, currency
ORDER BY currency, month_on;
