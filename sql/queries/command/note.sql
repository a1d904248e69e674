INSERT INTO audit_event (actor, action, account_id, subject, reason, detail)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::jsonb);
