SELECT r.* FROM refund AS r WHERE r.attempt_id = ANY ($1::text[]) ORDER BY r.position;
