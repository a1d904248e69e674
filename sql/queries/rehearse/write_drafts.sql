INSERT INTO draft_invoice (
    rehearsal_id, account_id, subscription_id, boundary_at, outcome, plan, content, currency, total_minor_units,
    tax_minor_units, amount_due_minor_units, previous_total_minor_units, reason, fingerprint)
SELECT $1::text, d.*, draft_fingerprint(d.outcome, d.content)
FROM unnest(
    $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::bigint[],
    $10::bigint[], $11::bigint[], $12::bigint[], $13::text[])
    AS d (
        account_id, subscription_id, boundary_at, outcome, plan, content, currency, total_minor_units, tax_minor_units,
        amount_due_minor_units, previous_total_minor_units, reason);
