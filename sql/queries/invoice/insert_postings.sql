INSERT INTO ledger_posting (account_id, id, kind, source_id, currency, at)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]);
