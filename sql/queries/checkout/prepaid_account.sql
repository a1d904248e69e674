-- Whose checkout a processor's charge came with.
SELECT c.account_id FROM checkout AS c
WHERE (c.processor, c.payment_reference) = ($1::text, $2::text);
