-- Views and nothing else.
GRANT USAGE ON SCHEMA finance TO dueday_finance;
GRANT SELECT ON ALL TABLES IN SCHEMA finance TO dueday_finance;
