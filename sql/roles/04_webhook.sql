-- Writes processors' messages down and nothing else: it sees no invoice, no account and no other message but its id.
GRANT USAGE ON SCHEMA public TO dueday_webhook;
GRANT INSERT (processor, id, type, created_at, is_live, subject) ON processor_event TO dueday_webhook;
GRANT SELECT (processor, id) ON processor_event TO dueday_webhook;
GRANT SELECT ON schema_migration TO dueday_webhook;
GRANT SELECT ON setting TO dueday_webhook;
