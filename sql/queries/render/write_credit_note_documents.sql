UPDATE credit_note_document AS d
SET path = w.path, sha256 = w.sha256, byte_count = w.byte_count, rendered_at = clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS w (credit_note_id, path, sha256, byte_count)
JOIN credit_note AS c ON c.id = w.credit_note_id
WHERE (d.account_id, d.credit_note_id) = (c.account_id, c.id);
