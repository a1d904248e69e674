SELECT o.id, o.kind, o.account_id, o.at, o.facts
FROM outbox AS o
WHERE o.account_id = $1::text AND o.facts ->> 'invoice' = $2::text
ORDER BY o.position;
