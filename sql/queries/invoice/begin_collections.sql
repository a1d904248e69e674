INSERT INTO collection (
    account_id, invoice_id, subscription_id, issued_at, number_sequence, is_open, next_round_at, extra_round_at,
    first_failure_at, has_failed_round, round, is_in_round, round_is_scheduled, tried)
SELECT account_id, invoice_id, subscription_id, issued_at, number_sequence, true, next_round_at, NULL, NULL, false, 0,
    false, false, '[]'
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::timestamptz[])
    AS w (account_id, invoice_id, subscription_id, issued_at, number_sequence, next_round_at);
