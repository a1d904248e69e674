-- The billed periods of a subscription that an invoice's lines are about, by how the subscription numbers them.
SELECT c.content
FROM closed_period AS c
WHERE (c.account_id, c.subscription_id) = ($1::text, $2::text) AND c.number = ANY ($3::integer[])
ORDER BY c.period_start;
