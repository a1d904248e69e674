SELECT m.* FROM payment_method AS m WHERE m.account_id = $1::text ORDER BY m.position;
