SELECT d.channel, count(*) AS waiting
FROM delivery AS d
JOIN outbox AS o ON o.position = d.notice_position
WHERE d.state = 'waiting'
    AND ($1::text IS NULL OR o.account_id = $1::text)
    AND ($2::text IS NULL OR o.facts ->> 'subscription' = $2::text)
    AND ($3::text[] IS NULL OR o.facts ->> 'invoice' = ANY ($3::text[]))
GROUP BY d.channel;
