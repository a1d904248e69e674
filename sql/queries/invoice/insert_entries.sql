INSERT INTO ledger_entry (account_id, posting_id, line, ledger_account, minor_units)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::bigint[]);
