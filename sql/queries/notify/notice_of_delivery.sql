-- A notice by its own id or by the number of one of its deliveries.
SELECT o.id, o.kind, o.account_id, o.at, o.facts
FROM outbox AS o
WHERE o.id = $1::text
    OR o.position IN (SELECT d.notice_position FROM delivery AS d WHERE d.id::text = $1::text);
