-- Before all others; the others keep their order.
UPDATE payment_method AS m SET
    position = (SELECT min(o.position) FROM payment_method AS o WHERE o.account_id = $1::text) - 1
WHERE m.account_id = $1::text AND m.id = $2::text;
