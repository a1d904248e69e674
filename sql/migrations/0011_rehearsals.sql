-- A run must be looked at before it counts: a rehearsal keeps what it would bill, a person approves it or holds parts
-- of it back, and the run that follows bills just that or stops.

-- What an approval is about: what closing a boundary comes to, without the dates of issue and payment.
CREATE FUNCTION draft_fingerprint(outcome text, content jsonb) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN encode(
        sha256(convert_to(outcome || coalesce((content - 'issuedAt' - 'dueAt')::text, ''), 'UTF8')), 'hex');

CREATE TABLE draft_invoice (
    account_id identifier NOT NULL,
    rehearsal_id identifier NOT NULL REFERENCES run (id),
    subscription_id identifier NOT NULL,
    boundary_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('invoice', 'nothing', 'parked')),
    -- In force after the boundary.
    plan identifier NOT NULL,
    -- Billing.InvoiceDraft as it would be issued.
    content jsonb,
    currency currency_code,
    total_minor_units bigint,
    tax_minor_units bigint,
    amount_due_minor_units bigint,
    -- Total of the subscription's invoice before.
    previous_total_minor_units bigint,
    -- SHA-256 of what an approval is about: the content without the dates of issue and payment.
    fingerprint text NOT NULL,
    -- Why it would be parked.
    reason text,
    -- held: left out of the run that follows, until somebody lets it go. executed: billed. lapsed: billed or ended
    -- otherwise before it came to it.
    state text NOT NULL DEFAULT 'drafted' CHECK (state IN ('drafted', 'held', 'executed', 'lapsed')),
    held_by text,
    held_because text,
    PRIMARY KEY (account_id, rehearsal_id, subscription_id, boundary_at),
    CONSTRAINT draft_invoice_has_content CHECK (
        num_nulls(content, currency, total_minor_units, tax_minor_units, amount_due_minor_units)
            = CASE outcome WHEN 'invoice' THEN 0 ELSE 5 END),
    CONSTRAINT draft_invoice_parked_for_a_reason CHECK ((outcome = 'parked') = (reason IS NOT NULL)),
    CONSTRAINT draft_invoice_held_by_someone CHECK ((state = 'held') = (held_by IS NOT NULL))
);

CREATE INDEX draft_invoice_in_order ON draft_invoice (rehearsal_id, boundary_at, subscription_id);

-- What runs and rehearsals came to, one row a closed boundary: the same columns for what was billed and for what
-- would be. Ask for one run_id.
CREATE VIEW run_item AS
SELECT
    d.rehearsal_id AS run_id, d.account_id, d.subscription_id, d.boundary_at, d.outcome, d.plan,
    d.content -> 'identity' ->> 'kind' AS kind, d.currency, d.total_minor_units, d.tax_minor_units, d.amount_due_minor_units,
    d.previous_total_minor_units, d.content -> 'taxes' AS taxes, NULL::text AS number, d.state, d.reason,
    d.held_by, d.held_because, NULL::text AS document_path
FROM draft_invoice AS d
UNION ALL
SELECT
    i.run_id, i.account_id, i.subscription_id, i.boundary_at, 'invoice', l.plan, i.kind, i.currency,
    i.total_minor_units, i.tax_minor_units, i.amount_due_minor_units, p.total_minor_units, t.taxes, i.number,
    i.status, NULL, NULL, NULL,
    (SELECT o.path FROM document AS o WHERE (o.account_id, o.invoice_id) = (i.account_id, i.id))
FROM run AS r
JOIN invoice AS i
    -- What begins with a checkout is issued while the run goes on, everything else at its instant.
    ON (i.issued_at = r.as_of OR i.issued_at BETWEEN r.started_at AND coalesce(r.finished_at, now()))
        AND i.run_id = r.id
CROSS JOIN LATERAL (
    SELECT l.plan FROM invoice_line AS l
    WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id)
    ORDER BY l.kind <> 'plan', l.line DESC
    LIMIT 1
) AS l
LEFT JOIN LATERAL (
    SELECT p.total_minor_units FROM invoice AS p
    WHERE (p.account_id, p.subscription_id) = (i.account_id, i.subscription_id) AND p.stands_for_at < i.stands_for_at
        AND p.kind IN ('start', 'cycle')
    ORDER BY p.issued_at DESC, p.number_sequence DESC
    LIMIT 1
) AS p ON true
CROSS JOIN LATERAL (
    SELECT coalesce(
        jsonb_agg(
            jsonb_build_object(
                'jurisdiction', t.jurisdiction, 'name', t.name, 'category', t.category, 'rate', t.rate::text,
                'baseMinorUnits', t.base_minor_units, 'amountMinorUnits', t.amount_minor_units)),
        '[]') AS taxes
    FROM invoice_tax AS t
    WHERE (t.account_id, t.invoice_id) = (i.account_id, i.id)
) AS t
UNION ALL
SELECT
    c.run_id, c.account_id, c.subscription_id, c.boundary_at, 'nothing', s.plan, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, 'closed', NULL, NULL, NULL, NULL
FROM run AS r
JOIN boundary_claim AS c
    -- The run is dated by its worker's clock and the claims by the server's: a day either side for the index.
    ON c.claimed_at BETWEEN r.started_at - interval '1 day' AND coalesce(r.finished_at, now()) + interval '1 day'
        AND c.run_id = r.id
JOIN subscription AS s ON (s.account_id, s.id) = (c.account_id, c.subscription_id)
WHERE NOT EXISTS (
    SELECT FROM invoice AS i
    WHERE (i.account_id, i.subscription_id, i.boundary_at) = (c.account_id, c.subscription_id, c.boundary_at))
UNION ALL
SELECT
    p.run_id, p.account_id, p.subscription_id, p.boundary_at, 'parked', s.plan, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, 'parked', p.reason, NULL, NULL, NULL
FROM parked_subscription AS p
JOIN subscription AS s ON (s.account_id, s.id) = (p.account_id, p.subscription_id);
