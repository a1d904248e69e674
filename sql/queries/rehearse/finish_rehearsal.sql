-- A finished rehearsal waits to be decided about; older ones of the same scope that still wait are superseded.
WITH superseded AS (
    UPDATE run SET approval = 'superseded'
    FROM run AS own
    WHERE own.id = $1::text AND run.kind = 'rehearsal' AND run.scope = own.scope AND run.approval = 'waiting'
        AND run.id <> own.id
)
UPDATE run AS r SET
    report = $2::jsonb, finished_at = $3::timestamptz, approval = 'waiting',
    fingerprint = encode(
        sha256(
            convert_to(
                coalesce(
                    (
                        SELECT string_agg(
                            concat_ws(E'\t', d.subscription_id, json_instant(d.boundary_at), d.fingerprint), E'\n'
                            ORDER BY d.boundary_at, d.subscription_id)
                        FROM draft_invoice AS d WHERE d.rehearsal_id = r.id),
                    ''),
                'UTF8')),
        'hex')
WHERE r.id = $1::text
RETURNING r.fingerprint;
