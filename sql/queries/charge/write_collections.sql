UPDATE collection AS c
SET next_round_at = w.next_round_at,
    extra_round_at = w.extra_round_at,
    first_failure_at = w.first_failure_at,
    has_failed_round = w.has_failed_round,
    round = w.round,
    is_in_round = w.is_in_round,
    round_is_scheduled = w.round_is_scheduled,
    tried = w.tried,
    last_decline = w.last_decline,
    retry_not_before = w.retry_not_before,
    customer_action_until = w.customer_action_until,
    ends_at = w.ends_at,
    last_mail_at = w.last_mail_at,
    warned_at = w.warned_at,
    only_method = w.only_method
FROM unnest(
    $1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::boolean[], $7::integer[],
    $8::boolean[], $9::boolean[], $10::jsonb[], $11::text[], $12::timestamptz[], $13::timestamptz[],
    $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::text[])
    AS w (
        account_id, invoice_id, next_round_at, extra_round_at, first_failure_at, has_failed_round, round, is_in_round,
        round_is_scheduled, tried, last_decline, retry_not_before, customer_action_until, ends_at, last_mail_at,
        warned_at, only_method)
WHERE (c.account_id, c.invoice_id) = (w.account_id, w.invoice_id);
