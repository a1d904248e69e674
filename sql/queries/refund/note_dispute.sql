-- Notes how a dispute stands, whether it was heard of for the first time, and what the balance is without for it.
INSERT INTO dispute AS d (
    processor, reference, account_id, attempt_id, charge_reference, method_id, denies_consent, status, noted_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::boolean, $8::text, $9::timestamptz)
ON CONFLICT (processor, reference) DO UPDATE SET status = excluded.status, denies_consent = excluded.denies_consent
RETURNING d.xmax = 0 AS is_new, d.held_minor_units;
