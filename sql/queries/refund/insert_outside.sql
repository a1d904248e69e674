-- A refund that was made on a processor's own pages; nothing where it is known.
INSERT INTO outside_refund (
    account_id, processor, reference, attempt_id, charge_reference, amount_minor_units, currency, noted_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::text, $8::timestamptz)
ON CONFLICT (processor, reference) DO NOTHING;
