-- What was paid with a checkout carries our marks, or needs none.
UPDATE checkout SET marks_due = false
WHERE (account_id, processor, reference) = ($1::text, $2::text, $3::text) AND marks_due;
