-- A new default stands before all others, a new backup behind; a known method that is not made the default keeps its
-- place. Replacing lifts the bar (rule 11.2).
INSERT INTO payment_method AS m (
    account_id, id, position, brand, last4, expires_on, processor, reference, customer_reference, set_at,
    fingerprint)
SELECT
    $1::text, $2::text,
    CASE WHEN $3::boolean THEN coalesce(min(position), 1) - 1 ELSE coalesce(max(position), 0) + 1 END,
    $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::timestamptz, $11::text
FROM payment_method
WHERE account_id = $1::text
ON CONFLICT (account_id, id) DO UPDATE SET
    position = CASE WHEN $3::boolean THEN excluded.position ELSE m.position END,
    brand = excluded.brand,
    last4 = excluded.last4,
    expires_on = excluded.expires_on,
    processor = excluded.processor,
    reference = excluded.reference,
    customer_reference = excluded.customer_reference,
    fingerprint = excluded.fingerprint,
    barred_by = NULL,
    expiry_told = NULL,
    set_at = excluded.set_at;
