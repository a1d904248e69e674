SELECT DISTINCT r.attempt_id FROM refund AS r WHERE r.id = ANY ($1::text[]) AND r.attempt_id IS NOT NULL;
