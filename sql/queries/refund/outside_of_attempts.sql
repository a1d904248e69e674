-- What was given back of charges on their processors' own pages, in the order learnt of.
SELECT o.attempt_id, o.reference, o.amount_minor_units
FROM outside_refund AS o
WHERE o.attempt_id = ANY ($1::text[]) AND o.failed_at IS NULL
ORDER BY o.noted_at, o.reference;
