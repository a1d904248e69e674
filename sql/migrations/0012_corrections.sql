-- An issued invoice stays as it is; what was wrong with it, and what was paid past the processors, stands beside it:
-- credit notes with numbers of their own (rule 10.2), and money that came by bank.

-- An id made of what it stands for, in the form of a UUID of version 8: doing it again gives the same.
CREATE FUNCTION derived_id(VARIADIC parts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT format(
        '%s-%s-8%s-%s%s-%s', left(hash, 8), substr(hash, 9, 4), substr(hash, 14, 3),
        substr('89ab', 1 + get_byte(digest, 8) % 4, 1), substr(hash, 18, 3), substr(hash, 21, 12))
    FROM sha256(convert_to(array_to_string(parts, E'\n'), 'UTF8')) AS digest
    CROSS JOIN LATERAL encode(digest, 'hex') AS hash);

-- The last number given per seller and year of issue, taken at the end of a transaction like an invoice's.
CREATE TABLE credit_note_sequence (
    seller_id identifier NOT NULL,
    year integer NOT NULL,
    last_number bigint NOT NULL CHECK (last_number > 0),
    last_hash bytea NOT NULL,
    PRIMARY KEY (seller_id, year)
);

CREATE TABLE credit_note (
    account_id identifier NOT NULL,
    -- Derived from invoice and ordinal.
    id identifier NOT NULL,
    seller_id identifier NOT NULL,
    number text NOT NULL,
    number_year integer NOT NULL,
    number_sequence bigint NOT NULL,
    invoice_id identifier NOT NULL,
    -- 1, 2, 3 … within the invoice.
    ordinal integer NOT NULL CHECK (ordinal > 0),
    currency currency_code NOT NULL,
    issued_at timestamptz NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    tax_minor_units bigint NOT NULL,
    -- With tax.
    total_minor_units bigint NOT NULL CHECK (total_minor_units > 0),
    -- Taken off what the invoice asked for, sent back, put on the balance.
    reduction_minor_units bigint NOT NULL CHECK (reduction_minor_units >= 0),
    refund_minor_units bigint NOT NULL CHECK (refund_minor_units >= 0),
    balance_minor_units bigint NOT NULL CHECK (balance_minor_units >= 0),
    -- Billing.CreditNoteDraft: what was ordered, and every line and tax row taken back.
    content jsonb NOT NULL,
    -- Over the hash of the credit note before and all the columns above, like an invoice's.
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (account_id, id),
    UNIQUE (number, seller_id),
    UNIQUE (account_id, invoice_id, ordinal),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
    CONSTRAINT credit_note_is_settled CHECK (
        total_minor_units = reduction_minor_units + refund_minor_units + balance_minor_units)
);

-- What stands before the first of a run of credit notes.
CREATE FUNCTION credit_note_chain_beginning(seller_id text, year integer) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(ROW('credit notes', seller_id, year)::text, 'UTF8'));

-- The digest of a credit note as it is stored now.
CREATE FUNCTION credit_note_digest(c credit_note) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sha256(convert_to(ROW(
        c.account_id, c.id, c.seller_id, c.number, c.number_year, c.number_sequence, c.invoice_id, c.ordinal,
        c.currency, extract(epoch FROM c.issued_at), c.reason, c.tax_minor_units, c.total_minor_units,
        c.reduction_minor_units, c.refund_minor_units, c.balance_minor_units, c.content)::text, 'UTF8'));

-- Chained as it is written: there is one at a time, and its number's row is locked.
CREATE FUNCTION chain_credit_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT sha256(s.last_hash || credit_note_digest(new)) INTO new.hash
    FROM credit_note_sequence AS s
    WHERE (s.seller_id, s.year) = (new.seller_id, new.number_year);
    UPDATE credit_note_sequence SET last_hash = new.hash
    WHERE (seller_id, year) = (new.seller_id, new.number_year);
    RETURN new;
END
$$;

CREATE TRIGGER credit_note_is_chained BEFORE INSERT ON credit_note
    FOR EACH ROW EXECUTE FUNCTION chain_credit_note();

CREATE UNIQUE INDEX credit_note_id ON credit_note (id);
CREATE INDEX credit_note_in_order_of_issue ON credit_note (issued_at, number_sequence);

CREATE TRIGGER credit_note_stays BEFORE UPDATE OR DELETE ON credit_note
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a credit note stays as it is');

-- Parts never come to more than the whole, whoever writes them.
CREATE FUNCTION refuse_overcredit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    SELECT i.number INTO broken
    FROM invoice AS i
    JOIN credit_note AS c ON (c.account_id, c.invoice_id) = (i.account_id, i.id)
    WHERE (i.account_id, i.id) IN (SELECT a.account_id, a.invoice_id FROM added AS a)
    GROUP BY i.account_id, i.id
    HAVING sum(c.total_minor_units) > i.total_minor_units OR bool_or(i.status IN ('void', 'uncollectible'))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the credit notes of invoice % come to more than the invoice', broken
            USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_notes_within_invoice', TABLE = 'credit_note';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER credit_notes_within_invoice AFTER INSERT ON credit_note
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_overcredit();

-- The lines of credit notes as rows, for reports: what was taken back of which line of the invoice.
CREATE VIEW credit_note_line AS
SELECT
    c.account_id, c.id AS credit_note_id, c.invoice_id, (l ->> 'line')::integer AS line, l ->> 'item' AS item,
    (l -> 'parts' ->> 'baseMinorUnits')::bigint AS base_minor_units
FROM credit_note AS c
CROSS JOIN LATERAL jsonb_array_elements(c.content -> 'lines') AS l;

-- The rows of their tax tables.
CREATE VIEW credit_note_tax AS
SELECT
    c.account_id, c.id AS credit_note_id, c.invoice_id, t ->> 'jurisdiction' AS jurisdiction, t ->> 'name' AS name,
    t ->> 'category' AS category, (t ->> 'rate')::numeric AS rate,
    (t ->> 'baseMinorUnits')::bigint AS base_minor_units, (t ->> 'amountMinorUnits')::bigint AS amount_minor_units
FROM credit_note AS c
CROSS JOIN LATERAL jsonb_array_elements(c.content -> 'taxes') AS t;

-- A credit note's document is owed from its issue, like an invoice's.
CREATE TABLE credit_note_document (
    account_id identifier NOT NULL,
    credit_note_id identifier NOT NULL,
    -- The credit note's, for the order of rendering.
    issued_at timestamptz NOT NULL,
    number_sequence bigint NOT NULL,
    -- Below the document store's root.
    path text,
    sha256 text,
    byte_count bigint,
    rendered_at timestamptz,
    PRIMARY KEY (account_id, credit_note_id),
    FOREIGN KEY (account_id, credit_note_id) REFERENCES credit_note (account_id, id),
    CONSTRAINT credit_note_document_is_complete CHECK (
        num_nulls(path, sha256, byte_count, rendered_at) IN (0, 4))
);

CREATE INDEX credit_note_document_owed ON credit_note_document (issued_at, number_sequence)
    WHERE rendered_at IS NULL;

-- Money that arrived without a processor: a bank transfer, a cheque.
CREATE TABLE manual_payment (
    account_id identifier NOT NULL,
    -- Derived from invoice and reference.
    id identifier NOT NULL,
    invoice_id identifier NOT NULL,
    -- The bank's, by which it is found on the statement; one invoice has it once.
    reference text NOT NULL CHECK (octet_length(reference) BETWEEN 1 AND 200),
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    -- What it paid of the invoice, and what went to the account's balance.
    applied_minor_units bigint NOT NULL CHECK (applied_minor_units >= 0),
    balance_minor_units bigint NOT NULL CHECK (balance_minor_units >= 0),
    currency currency_code NOT NULL,
    received_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, invoice_id, reference),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
    CONSTRAINT manual_payment_adds_up CHECK (
        amount_minor_units = applied_minor_units + balance_minor_units)
);

CREATE INDEX manual_payment_in_order ON manual_payment (received_at, id);

CREATE TRIGGER manual_payment_stays BEFORE UPDATE OR DELETE ON manual_payment
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a payment stays as it was recorded');

-- Postings with the invoice that they are about, whatever their source; NULL where there is none.
CREATE VIEW invoice_posting AS
SELECT p.account_id, p.id AS posting_id, p.kind, p.source_id, p.currency, p.at,
    CASE
        WHEN p.kind IN ('issued', 'uncollectible', 'voided') THEN p.source_id
        ELSE coalesce(a.invoice_id, c.invoice_id, m.invoice_id, r.invoice_id, oa.invoice_id)
    END AS invoice_id
FROM ledger_posting AS p
LEFT JOIN payment_attempt AS a
    ON p.kind IN ('paid', 'surplus') AND (a.account_id, a.id) = (p.account_id, p.source_id)
LEFT JOIN credit_note AS c ON p.kind = 'credit_note' AND (c.account_id, c.id) = (p.account_id, p.source_id)
LEFT JOIN manual_payment AS m ON p.kind = 'manual_payment' AND (m.account_id, m.id) = (p.account_id, p.source_id)
LEFT JOIN refund AS r
    ON p.kind IN ('refunded', 'refund_failed') AND (r.account_id, r.id) = (p.account_id, p.source_id)
LEFT JOIN outside_refund AS o
    ON p.kind IN ('refunded_outside', 'refund_outside_failed')
        AND (o.account_id, o.reference) = (p.account_id, p.source_id)
LEFT JOIN payment_attempt AS oa ON (oa.account_id, oa.id) = (o.account_id, o.attempt_id);
