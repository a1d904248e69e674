-- What is still asked for.
SELECT id, currency, amount_due_minor_units - amount_paid_minor_units - amount_credited_minor_units
    AS amount_due_minor_units
FROM invoice
WHERE id = ANY ($1::text[]);
