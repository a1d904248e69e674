INSERT INTO document (account_id, invoice_id, issued_at, number_sequence)
SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[]);
