-- What other invoices of the subscription credited for unused time of an invoice's lines (rule 4.1); each credit names
-- the line that it takes back, as Billing.ChargedLine in its derivation.
SELECT (l.derivation #>> '{credit,of,line}')::integer AS line, (-sum(l.net_minor_units))::bigint AS minor_units
FROM invoice AS i
JOIN invoice_line AS l ON (l.account_id, l.invoice_id) = (i.account_id, i.id)
WHERE (i.account_id, i.subscription_id) = ($1::text, $2::text)
    AND i.id <> $3::text AND i.status <> 'void'
    AND l.kind = 'proration_credit' AND l.derivation #> '{credit,of,invoice}' = $4::jsonb
GROUP BY 1;
