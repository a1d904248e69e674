SELECT nextval(pg_get_serial_sequence('ledger_posting', 'id')) AS id
FROM generate_series(1, $1::bigint);
