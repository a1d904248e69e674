-- What has gone back, or is on its way, of the charge that paid an invoice: by our refunds and by hand.
SELECT (
    coalesce((
        SELECT sum(r.amount_minor_units) FROM refund AS r
        WHERE (r.account_id, r.attempt_id) = (p.account_id, p.id) AND r.state NOT IN ('failed', 'refused')), 0)
    + coalesce((
        SELECT sum(o.amount_minor_units) FROM outside_refund AS o
        WHERE o.attempt_id = p.id AND o.failed_at IS NULL), 0))::bigint AS returned
FROM payment_attempt AS p
WHERE (p.account_id, p.invoice_id) = ($1::text, $2::text) AND p.state = 'succeeded';
