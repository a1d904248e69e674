-- What was given back of a charge that stands on a balance on its processor's own pages, in the order learnt of.
SELECT o.reference, o.amount_minor_units
FROM outside_refund AS o
WHERE (o.processor, o.charge_reference) = ($1::text, $2::text) AND o.failed_at IS NULL
ORDER BY o.noted_at, o.reference;
