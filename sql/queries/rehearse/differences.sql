-- What a batch comes to now and was not shown by the rehearsal; dates of issue and payment do not count.
SELECT
    w.subscription_id, w.boundary_at, d.total_minor_units AS approved_minor_units,
    w.total_minor_units AS now_minor_units, coalesce(w.currency, d.currency) AS currency
FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::bigint[], $7::text[])
    WITH ORDINALITY
    AS w (account_id, subscription_id, boundary_at, content, total_minor_units, currency, place)
LEFT JOIN draft_invoice AS d
    ON (d.account_id, d.rehearsal_id, d.subscription_id, d.boundary_at)
        = (w.account_id, $1::text, w.subscription_id, w.boundary_at)
WHERE d.fingerprint IS DISTINCT FROM
    draft_fingerprint(CASE WHEN w.content IS NULL THEN 'nothing' ELSE 'invoice' END, w.content)
ORDER BY w.place;
