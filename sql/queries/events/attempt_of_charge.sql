-- The attempt that a processor's charge is of.
SELECT p.id FROM payment_attempt AS p WHERE (p.processor, p.reference) = ($1::text, $2::text);
