-- A refund that was made on a processor's own pages; nothing where it is known.
INSERT INTO outside_refund (
    account_id, processor, reference, attempt_id, amount_minor_units, currency, noted_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::text, $7::timestamptz)
ON CONFLICT (processor, reference) DO NOTHING;
