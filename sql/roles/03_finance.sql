-- Views and nothing else: no request, key, method or address, and nothing that can be changed.
GRANT USAGE ON SCHEMA finance TO dueday_finance;
GRANT SELECT ON ALL TABLES IN SCHEMA finance TO dueday_finance;
