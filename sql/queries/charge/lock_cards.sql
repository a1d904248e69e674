-- Those of these cards that no other worker is about to try; locked until this transaction ends. Nobody waits: a card that
-- is taken is left to the next look. They are taken in their order.
SELECT c.card
FROM (SELECT w.card FROM unnest($1::text[]) AS w (card) ORDER BY w.card) AS c
WHERE pg_try_advisory_xact_lock(hashtextextended(c.card, 11));
