-- An issued invoice is a legal document: numbered without a gap (rule 10.1), never changed (rule 10.2), and
-- explainable line by line. The database itself refuses what would break that, whoever asks.

-- Decision: every invoice carries a hash over its content and the hash of the one before it in its run of numbers
-- (seller and year), so that nobody, the owner of the tables included, can change, take out or reorder one without
-- changing all after it. A run of its own per year, because two years' rows may be locked by two workers at once; the
-- row of the run holds the last hash and is what orders the chain. The text that is hashed is put together here, from
-- the columns as they are stored, and the same functions check it (sql/checks).
CREATE FUNCTION chain_step(state bytea, previous bytea, digest bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN sha256(coalesce(state, previous) || digest);

-- The hash of each row in turn, from the one before the first and the digest of each.
CREATE AGGREGATE chain_hash(previous bytea, digest bytea) (sfunc = chain_step, stype = bytea);

-- What stands before the first of a run.
CREATE FUNCTION chain_beginning(seller_id text, year integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(ROW(seller_id, year)::text, 'UTF8'));

-- The last number given per seller and year of issue. Numbers are taken at the very end of a transaction, so that
-- this row is locked for moments and a rolled-back transaction leaves no gap.
CREATE TABLE invoice_sequence (
    seller_id identifier NOT NULL,
    year integer NOT NULL,
    last_number bigint NOT NULL CHECK (last_number > 0),
    -- Of the invoice with the last number; until it is written, of the one before the numbers that were taken.
    last_hash bytea NOT NULL,
    PRIMARY KEY (seller_id, year)
);

CREATE TABLE invoice (
    account_id identifier NOT NULL REFERENCES account (id),
    -- Derived from subscription, kind, instant and ordinal: doing it again gives the same id.
    id identifier NOT NULL,
    seller_id identifier NOT NULL,
    number text NOT NULL,
    number_year integer NOT NULL,
    number_sequence bigint NOT NULL,
    subscription_id identifier NOT NULL,
    kind text NOT NULL CHECK (kind IN ('start', 'cycle', 'change', 'final')),
    -- The boundary it bills, or the instant of the command.
    stands_for_at timestamptz NOT NULL,
    ordinal integer NOT NULL,
    -- Set where it bills a boundary.
    boundary_at timestamptz,
    currency currency_code NOT NULL,
    issued_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    subtotal_minor_units bigint NOT NULL,
    discount_minor_units bigint NOT NULL,
    tax_minor_units bigint NOT NULL,
    tax_is_included boolean NOT NULL,
    tax_rounding text NOT NULL CHECK (tax_rounding IN ('invoice', 'line')),
    total_minor_units bigint NOT NULL,
    balance_applied_minor_units bigint NOT NULL,
    amount_due_minor_units bigint NOT NULL CHECK (amount_due_minor_units >= 0),
    line_count integer NOT NULL CHECK (line_count > 0),
    tax_count integer NOT NULL,
    -- [Billing.AppliedCoupon]: what each coupon took from which lines.
    coupons jsonb NOT NULL,
    -- Billing.Seller and Billing.Account as they were (rule 10.2).
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    catalog_version integer NOT NULL REFERENCES catalog_version (number),
    run_id identifier,
    -- Over the hash of the invoice before, the columns above, the lines and the taxes.
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    -- These four alone may change.
    status text NOT NULL CHECK (status IN ('open', 'paid', 'void', 'uncollectible')),
    amount_paid_minor_units bigint NOT NULL DEFAULT 0 CHECK (amount_paid_minor_units >= 0),
    -- What credit notes took off the amount due while it was open.
    amount_credited_minor_units bigint NOT NULL DEFAULT 0 CHECK (amount_credited_minor_units >= 0),
    paid_at timestamptz,
    PRIMARY KEY (account_id, id),
    UNIQUE (number, seller_id),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id),
    CONSTRAINT invoice_adds_up CHECK (
        total_minor_units = subtotal_minor_units - discount_minor_units
            + CASE WHEN tax_is_included THEN 0 ELSE tax_minor_units END),
    CONSTRAINT invoice_is_settled CHECK (
        total_minor_units = balance_applied_minor_units + amount_due_minor_units),
    CONSTRAINT invoice_paid_in_full CHECK (
        CASE status
            WHEN 'paid' THEN amount_paid_minor_units + amount_credited_minor_units = amount_due_minor_units
            WHEN 'void' THEN amount_paid_minor_units + amount_credited_minor_units = 0
            ELSE amount_paid_minor_units + amount_credited_minor_units < amount_due_minor_units
        END),
    CONSTRAINT invoice_paid_at CHECK (paid_at IS NULL OR status = 'paid'),
    CONSTRAINT invoice_due_after_issue CHECK (due_at >= issued_at)
);

-- Answers, documents and people name an invoice by its id alone.
CREATE UNIQUE INDEX invoice_id ON invoice (id);

-- At most one invoice for a boundary, a second guard beside boundary_claim (rule 3.8).
CREATE UNIQUE INDEX invoice_one_a_boundary ON invoice (account_id, subscription_id, boundary_at)
    WHERE boundary_at IS NOT NULL;
CREATE INDEX invoice_by_subscription ON invoice (account_id, subscription_id, issued_at);
CREATE INDEX invoice_in_order_of_issue ON invoice (issued_at, number_sequence);
-- The few that are not paid, among millions that are.
CREATE INDEX invoice_not_paid ON invoice (issued_at, number_sequence) INCLUDE (status) WHERE status <> 'paid';

CREATE TABLE invoice_line (
    account_id identifier NOT NULL,
    invoice_id identifier NOT NULL,
    -- From 1, in the order of rule 3.10.
    line integer NOT NULL,
    kind text NOT NULL CHECK (
        kind IN (
            'usage', 'minimum', 'late_usage', 'plan', 'addon', 'proration_credit', 'proration_charge', 'one_time')),
    item identifier NOT NULL,
    plan identifier NOT NULL,
    quantity numeric NOT NULL,
    period_start timestamptz NOT NULL,
    period_end timestamptz NOT NULL,
    period_number integer NOT NULL,
    amount_minor_units bigint NOT NULL,
    discount_minor_units bigint NOT NULL,
    net_minor_units bigint NOT NULL GENERATED ALWAYS AS (amount_minor_units - discount_minor_units) STORED,
    tax_code text NOT NULL,
    -- Billing.LineTax, Billing.Derivation and [Billing.LineDiscount]: how it was taxed, how the amount came about,
    -- and what each coupon took.
    tax jsonb,
    derivation jsonb NOT NULL,
    discounts jsonb NOT NULL,
    PRIMARY KEY (account_id, invoice_id, line),
    -- Rule 7.4.
    CONSTRAINT invoice_line_keeps_its_sign CHECK (
        abs(discount_minor_units) <= abs(amount_minor_units)
        AND sign(discount_minor_units) * sign(amount_minor_units) >= 0)
);

CREATE TABLE invoice_tax (
    account_id identifier NOT NULL,
    invoice_id identifier NOT NULL,
    -- From 1, in the order of rule 8.3.
    line integer NOT NULL,
    jurisdiction text NOT NULL,
    -- NULL for E, AE and O.
    name text,
    category text NOT NULL CHECK (category IN ('S', 'Z', 'E', 'AE', 'O')),
    -- Percent.
    rate numeric NOT NULL,
    base_minor_units bigint NOT NULL,
    amount_minor_units bigint NOT NULL,
    PRIMARY KEY (account_id, invoice_id, line)
);

-- What of a line, of a tax and of an invoice's own columns is hashed. A row's text quotes what it must, so that no two
-- rows have the same; instants go by their number, whatever the session's zone.
CREATE FUNCTION hashed_text(l invoice_line) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN ROW(
    l.line, l.kind, l.item, l.plan, l.quantity, extract(epoch FROM l.period_start), extract(epoch FROM l.period_end),
    l.period_number, l.amount_minor_units, l.discount_minor_units, l.tax_code, l.tax, l.derivation, l.discounts)::text;

CREATE FUNCTION hashed_text(t invoice_tax) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN ROW(
    t.line, t.jurisdiction, t.name, t.category, t.rate, t.base_minor_units, t.amount_minor_units)::text;

CREATE FUNCTION invoice_digest(
    account_id text, id text, number text, year integer, sequence bigint, subscription_id text, kind text,
    stands_for_at timestamptz, ordinal integer, boundary_at timestamptz, currency text, issued_at timestamptz,
    due_at timestamptz, subtotal bigint, discount bigint, tax bigint, tax_is_included boolean, total bigint,
    balance_applied bigint, amount_due bigint, line_count integer, tax_count integer, tax_rounding text, coupons jsonb,
    buyer jsonb, seller jsonb, catalog_version integer, run_id text, lines bytea, taxes bytea)
    RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE RETURN sha256(convert_to(ROW(
        account_id, id, number, year, sequence, subscription_id, kind, extract(epoch FROM stands_for_at), ordinal,
        extract(epoch FROM boundary_at), currency, extract(epoch FROM issued_at), extract(epoch FROM due_at), subtotal,
        discount, tax, tax_is_included, total, balance_applied, amount_due, line_count, tax_count, tax_rounding,
        coupons, buyer, seller, catalog_version, run_id, lines, taxes)::text, 'UTF8'));

-- The digest of an invoice as it is stored now.
CREATE FUNCTION invoice_digest(i invoice) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE RETURN invoice_digest(
    i.account_id, i.id, i.number, i.number_year, i.number_sequence, i.subscription_id, i.kind, i.stands_for_at,
    i.ordinal, i.boundary_at, i.currency, i.issued_at, i.due_at, i.subtotal_minor_units, i.discount_minor_units,
    i.tax_minor_units, i.tax_is_included, i.total_minor_units, i.balance_applied_minor_units,
    i.amount_due_minor_units, i.line_count, i.tax_count, i.tax_rounding, i.coupons, i.buyer, i.seller,
    i.catalog_version, i.run_id,
    (SELECT sha256(convert_to(string_agg(hashed_text(l), E'\n' ORDER BY l.line), 'UTF8'))
        FROM invoice_line AS l WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id)),
    (SELECT sha256(convert_to(string_agg(hashed_text(t), E'\n' ORDER BY t.line), 'UTF8'))
        FROM invoice_tax AS t WHERE (t.account_id, t.invoice_id) = (i.account_id, i.id)));

-- Lines and taxes are written before their invoice, which is written last because its number comes last. The
-- invoice seals them: it must find exactly its own, and after it nothing can be added.
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_of_invoice
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice_tax ADD CONSTRAINT invoice_tax_of_invoice
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION seal_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    SELECT i.number INTO broken
    FROM issued AS i
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines, sum(l.amount_minor_units) AS amount, sum(l.discount_minor_units) AS discount
        FROM invoice_line AS l WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id)) AS l
    CROSS JOIN LATERAL (
        SELECT count(*) AS taxes, coalesce(sum(t.amount_minor_units), 0) AS tax
        FROM invoice_tax AS t WHERE (t.account_id, t.invoice_id) = (i.account_id, i.id)) AS t
    WHERE (l.lines, l.amount, l.discount, t.taxes, t.tax)
        IS DISTINCT FROM (
            i.line_count::bigint, i.subtotal_minor_units::numeric, i.discount_minor_units::numeric,
            i.tax_count::bigint, i.tax_minor_units::numeric)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'invoice % does not agree with its lines and taxes', broken
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_agrees_with_lines', TABLE = 'invoice';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER invoice_seals AFTER INSERT ON invoice
    REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION seal_invoices();

CREATE FUNCTION refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added AS a JOIN invoice AS i ON (i.account_id, i.id) = (a.account_id, a.invoice_id)) THEN
        RAISE EXCEPTION 'insert into % is refused: the invoice is issued; write a credit note instead', tg_table_name
            USING ERRCODE = 'restrict_violation', TABLE = tg_table_name;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER invoice_line_is_sealed AFTER INSERT ON invoice_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed();
CREATE TRIGGER invoice_tax_is_sealed AFTER INSERT ON invoice_tax
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed();
CREATE TRIGGER invoice_line_stays BEFORE UPDATE OR DELETE ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an issued invoice stays as it is; write a credit note instead');
CREATE TRIGGER invoice_tax_stays BEFORE UPDATE OR DELETE ON invoice_tax
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an issued invoice stays as it is; write a credit note instead');
CREATE TRIGGER invoice_stays BEFORE DELETE ON invoice
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an issued invoice stays as it is; void it instead');

-- Every column but the four that follow its payment.
CREATE TRIGGER invoice_content_stays
    BEFORE UPDATE OF
        account_id, id, seller_id, number, number_year, number_sequence, subscription_id, kind, stands_for_at, ordinal,
        boundary_at, currency, issued_at, due_at, subtotal_minor_units, discount_minor_units, tax_minor_units,
        tax_is_included, tax_rounding, total_minor_units, balance_applied_minor_units, amount_due_minor_units,
        line_count, tax_count, coupons, seller, buyer, catalog_version, run_id, hash
    ON invoice
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an issued invoice stays as it is; write a credit note instead');

-- An open invoice ends as paid, void or uncollectible; what was given up may still be paid (a late success).
CREATE FUNCTION guard_invoice_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'invoice % is % and cannot become %', old.number, old.status, new.status
        USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_status_goes_forward', TABLE = 'invoice';
END
$$;

CREATE TRIGGER invoice_status_goes_forward BEFORE UPDATE OF status ON invoice
    FOR EACH ROW
    WHEN (
        old.status <> new.status
        AND NOT (old.status = 'open' OR (old.status = 'uncollectible' AND new.status = 'paid')))
    EXECUTE FUNCTION guard_invoice_status();

-- A document is owed from the moment an invoice is issued; it is there when rendered_at is set.
CREATE TABLE document (
    account_id identifier NOT NULL,
    invoice_id identifier NOT NULL,
    -- The invoice's, for the order of rendering.
    issued_at timestamptz NOT NULL,
    number_sequence bigint NOT NULL,
    -- Below the document store's root.
    path text,
    sha256 text,
    byte_count bigint,
    rendered_at timestamptz,
    PRIMARY KEY (account_id, invoice_id),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
    CONSTRAINT document_is_complete CHECK (
        num_nulls(path, sha256, byte_count, rendered_at) IN (0, 4))
);

CREATE INDEX document_owed ON document (issued_at, number_sequence) WHERE rendered_at IS NULL;

-- An instant as the rules write it.
CREATE FUNCTION json_instant(instant timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- An issued invoice put together again as Billing.InvoiceDraft: the inverse of the inserts into the three tables.
CREATE FUNCTION invoice_content(i invoice) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE RETURN
    jsonb_build_object(
        'identity', jsonb_build_object(
            'subscription', i.subscription_id, 'kind', i.kind, 'at', json_instant(i.stands_for_at),
            'ordinal', i.ordinal),
        'account', i.account_id,
        'currency', i.currency,
        'issuedAt', json_instant(i.issued_at),
        'dueAt', json_instant(i.due_at),
        'taxIsIncluded', i.tax_is_included,
        'taxRounding', i.tax_rounding,
        'coupons', i.coupons,
        'balanceAppliedMinorUnits', i.balance_applied_minor_units,
        'amountDueMinorUnits', i.amount_due_minor_units,
        'lines', (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'kind', l.kind, 'item', l.item, 'plan', l.plan, 'quantity', l.quantity::text,
                    'period', jsonb_build_object(
                        'start', json_instant(l.period_start), 'end', json_instant(l.period_end)),
                    'periodNumber', l.period_number, 'amountMinorUnits', l.amount_minor_units,
                    'discountMinorUnits', l.discount_minor_units, 'taxCode', l.tax_code, 'tax', l.tax,
                    'derivation', l.derivation, 'discounts', l.discounts)
                ORDER BY l.line)
            FROM invoice_line AS l WHERE (l.account_id, l.invoice_id) = (i.account_id, i.id)),
        'taxes', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'jurisdiction', t.jurisdiction, 'name', t.name, 'category', t.category, 'rate', t.rate::text,
                        'baseMinorUnits', t.base_minor_units, 'amountMinorUnits', t.amount_minor_units)
                    ORDER BY t.line),
                '[]')
            FROM invoice_tax AS t WHERE (t.account_id, t.invoice_id) = (i.account_id, i.id)));
