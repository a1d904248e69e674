-- The journal: one row an entry.
CREATE SCHEMA IF NOT EXISTS finance;
CREATE OR REPLACE VIEW finance.ledger AS
SELECT p.id AS posting_id, p.account_id, p.kind, p.source_id, p.at, p.currency, e.ledger_account, e.minor_units
FROM ledger_posting AS p
JOIN ledger_entry AS e ON (e.account_id, e.posting_id) = (p.account_id, p.id);
