SELECT id, currency, amount_due_minor_units FROM invoice WHERE id = ANY ($1::text[]);
