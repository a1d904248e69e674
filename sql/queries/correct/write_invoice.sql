-- What a correction leaves of an invoice; one that is no longer open is not collected any more.
WITH written AS (
    UPDATE invoice
    SET status = $3::text,
        amount_paid_minor_units = $4::bigint,
        amount_credited_minor_units = $5::bigint,
        paid_at = $6::timestamptz
    WHERE (account_id, id) = ($1::text, $2::text)
)
UPDATE collection
SET is_open = false, is_in_round = false, next_round_at = NULL, extra_round_at = NULL, ends_at = NULL,
    customer_action_until = NULL, only_method = NULL
WHERE (account_id, invoice_id) = ($1::text, $2::text) AND is_open AND $3::text <> 'open';
