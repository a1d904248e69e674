-- Charges of a processor that people have decided about, and that pay nothing here.
SELECT o.reference
FROM orphan_decision AS o
WHERE o.processor = $1::text AND o.reference = ANY ($2::text[]) AND o.verdict <> 'accepted';
