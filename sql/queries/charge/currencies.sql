SELECT id, currency FROM invoice WHERE id = ANY ($1::text[]);
