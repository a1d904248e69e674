-- What is asked for now, by currency and days past the due date (dueday report aging).
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.aging AS
SELECT
    r.currency, r.account_id, r.number, r.due_at, r.amount_due_minor_units,
    greatest(0, floor(extract(epoch FROM now() - r.due_at) / 86400))::integer AS days_overdue
FROM finance.receivables AS r;
