SELECT r.*
FROM refund AS r
WHERE (r.account_id, r.processor, r.charge_reference) = ($1::text, $2::text, $3::text)
ORDER BY r.position;
