UPDATE document AS d
SET path = w.path, sha256 = w.sha256, byte_count = w.byte_count, rendered_at = clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS w (invoice_id, path, sha256, byte_count)
JOIN invoice AS i ON i.id = w.invoice_id
WHERE (d.account_id, d.invoice_id) = (i.account_id, i.id);
