UPDATE draft_invoice AS d SET state = 'executed'
FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS w (account_id, subscription_id, boundary_at)
WHERE (d.account_id, d.rehearsal_id, d.subscription_id, d.boundary_at)
    = (w.account_id, $1::text, w.subscription_id, w.boundary_at);
