-- A hard decline bars the method until it is replaced (rule 11.2).
UPDATE payment_method AS m
SET barred_by = w.code
FROM unnest($1::text[], $2::text[], $3::text[]) AS w (account_id, id, code)
WHERE (m.account_id, m.id) = (w.account_id, w.id);
