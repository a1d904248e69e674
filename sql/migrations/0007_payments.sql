-- Money must move exactly once, whatever dies when (rule 11.5). An attempt with its key and its exact request is
-- committed before the request leaves; the database refuses a second live attempt, a second success, and every step
-- that the life of an attempt does not have.

-- How the collection of an invoice stands (Billing.InvoiceCollection), for every invoice with something due.
CREATE TABLE collection (
    account_id identifier NOT NULL,
    invoice_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    -- The invoice's, for the order of rounds.
    issued_at timestamptz NOT NULL,
    number_sequence bigint NOT NULL,
    -- Whether the invoice is open: others are not looked at any more.
    is_open boolean NOT NULL,
    next_round_at timestamptz,
    extra_round_at timestamptz,
    -- The earlier of the two.
    due_at timestamptz GENERATED ALWAYS AS (least(next_round_at, extra_round_at)) STORED,
    first_failure_at timestamptz,
    has_failed_round boolean NOT NULL,
    round integer NOT NULL,
    is_in_round boolean NOT NULL,
    round_is_scheduled boolean NOT NULL,
    -- The methods the current round has tried, in order.
    tried jsonb NOT NULL,
    -- The one method that may serve the current round.
    only_method identifier,
    -- Why the last try failed.
    last_decline text,
    -- Before this the card's network wants no other try.
    retry_not_before timestamptz,
    -- Until when a charge waits for its customer to confirm it.
    customer_action_until timestamptz,
    -- The last round of the schedule.
    ends_at timestamptz,
    -- When the customer was last written to, and when the last warning was given.
    last_mail_at timestamptz,
    warned_at timestamptz,
    PRIMARY KEY (account_id, invoice_id),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id)
);

CREATE INDEX collection_under_way ON collection (issued_at, number_sequence) WHERE is_open AND is_in_round;
CREATE INDEX collection_due ON collection (due_at, issued_at, number_sequence)
    WHERE is_open AND NOT is_in_round AND due_at IS NOT NULL;
-- Reminders: a retry to come, the last warning.
CREATE INDEX collection_in_dunning ON collection (ends_at) WHERE is_open AND NOT is_in_round AND ends_at IS NOT NULL;
CREATE INDEX collection_of_subscription ON collection (account_id, subscription_id) WHERE is_open;

CREATE TABLE payment_attempt (
    account_id identifier NOT NULL,
    id identifier NOT NULL,
    -- The order made.
    position bigint GENERATED ALWAYS AS IDENTITY,
    invoice_id identifier NOT NULL,
    -- 1, 2, 3 … within the invoice.
    sequence integer NOT NULL CHECK (sequence > 0),
    round integer NOT NULL,
    method_id identifier NOT NULL,
    processor text NOT NULL,
    -- What tells the card from others (Billing.PaymentMethod.card).
    card text,
    idempotency_key text NOT NULL UNIQUE,
    -- The exact request: never rebuilt.
    body bytea NOT NULL,
    api_version text NOT NULL,
    customer_reference text,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    currency currency_code NOT NULL,
    state text NOT NULL CHECK (
        state IN (
            'ready', 'sent', 'unknown', 'pending', 'needs_action', 'succeeded', 'surplus', 'declined', 'refused',
            'not_executed')),
    -- By this server's clock, as all that ages and leases are counted from.
    prepared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When a sweep last looked at it.
    looked_at timestamptz,
    -- Until when a declined charge may still turn out to have succeeded (Razorpay). No other is made before a look after
    -- that has ended the watch: NULL.
    watch_until timestamptz,
    -- Until when a worker waits for the answer, by this server's clock; NULL: nobody does.
    lease_until timestamptz,
    lease_holder text,
    sends integer NOT NULL DEFAULT 0,
    -- By this server's clock: what the age of a key is counted from, whatever the workers' clocks say.
    first_sent_at timestamptz,
    last_sent_at timestamptz,
    -- By the run's instant, for people.
    sent_at timestamptz,
    -- By the processor's clock: when a debit that was announced to its customer is asked for.
    debit_at timestamptz,
    settled_at timestamptz,
    decline_code text,
    -- The processor's id of the charge.
    reference text,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, invoice_id, sequence),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
    CONSTRAINT payment_attempt_sent_together CHECK (
        num_nulls(first_sent_at, last_sent_at, sent_at) = CASE WHEN sends = 0 THEN 3 ELSE 0 END)
);

-- Answers and sweeps name an attempt by its id alone.
CREATE UNIQUE INDEX payment_attempt_id ON payment_attempt (id);

-- Messages name a charge by the processor's id, and no charge pays two invoices.
CREATE UNIQUE INDEX payment_attempt_of_charge ON payment_attempt (processor, reference) WHERE reference IS NOT NULL;

-- Never two charges in flight for an invoice, and never two successes.
CREATE UNIQUE INDEX payment_attempt_one_live ON payment_attempt (account_id, invoice_id)
    WHERE state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action');
CREATE UNIQUE INDEX payment_attempt_one_success ON payment_attempt (account_id, invoice_id)
    WHERE state = 'succeeded';

-- The sweep.
CREATE INDEX payment_attempt_unsettled ON payment_attempt (position)
    WHERE state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action') OR watch_until IS NOT NULL;
-- Tries of a card over all invoices.
CREATE INDEX payment_attempt_by_card ON payment_attempt (card, sent_at);

CREATE FUNCTION guard_payment_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (old.account_id, old.id, old.invoice_id, old.sequence, old.round, old.method_id, old.processor, old.card,
        old.idempotency_key, old.body, old.api_version, old.customer_reference, old.amount_minor_units, old.currency)
        IS DISTINCT FROM
       (new.account_id, new.id, new.invoice_id, new.sequence, new.round, new.method_id, new.processor, new.card,
        new.idempotency_key, new.body, new.api_version, new.customer_reference, new.amount_minor_units, new.currency)
    THEN
        RAISE EXCEPTION 'the request of attempt % stays as it was written', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'payment_attempt';
    END IF;
    IF new.sends < old.sends OR new.first_sent_at IS DISTINCT FROM coalesce(old.first_sent_at, new.first_sent_at) THEN
        RAISE EXCEPTION 'what attempt % has sent cannot be taken back', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'payment_attempt';
    END IF;
    IF old.state IN ('succeeded', 'surplus')
        AND (old.reference, old.settled_at) IS DISTINCT FROM (new.reference, new.settled_at)
    THEN
        RAISE EXCEPTION 'the charge that attempt % took its money with stays as it is', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'payment_attempt';
    END IF;
    -- PaymentAttempt.State.mayBecome.
    IF old.state <> new.state AND NOT (CASE old.state
        WHEN 'ready' THEN new.state IN ('sent', 'not_executed')
        WHEN 'sent' THEN new.state <> 'ready'
        WHEN 'unknown' THEN new.state <> 'ready'
        WHEN 'pending' THEN new.state IN ('succeeded', 'surplus', 'declined', 'refused')
        WHEN 'needs_action' THEN new.state IN ('succeeded', 'surplus', 'declined', 'refused')
        WHEN 'succeeded' THEN false
        WHEN 'surplus' THEN false
        -- What counted as failed may still turn out to have succeeded.
        ELSE new.state IN ('succeeded', 'surplus')
    END) THEN
        RAISE EXCEPTION 'attempt % is % and cannot become %', old.id, old.state, new.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_attempt_state_goes_forward',
                TABLE = 'payment_attempt';
    END IF;
    RETURN new;
END
$$;

CREATE TRIGGER payment_attempt_goes_forward BEFORE UPDATE ON payment_attempt
    FOR EACH ROW EXECUTE FUNCTION guard_payment_attempt();
CREATE TRIGGER payment_attempt_stays BEFORE DELETE ON payment_attempt
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an attempt is kept for good');

-- What only people can set right. Until it is cleared nothing is charged: to the account it names, or through the
-- processor where it names none; through none at all while one has a charge that these books do not know.
CREATE TABLE alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (
        kind IN ('double_charge', 'contradiction', 'orphan_charge', 'refund_failed', 'unsettled', 'disputed')),
    account_id identifier REFERENCES account (id),
    processor text NOT NULL,
    -- What it is about: an attempt, a charge, a processor.
    subject text NOT NULL,
    detail text NOT NULL,
    -- Billing.Alarm.Kind.stopsCharging: a dispute is about one invoice, and the account goes on.
    stops_charging boolean NOT NULL GENERATED ALWAYS AS (kind <> 'disputed') STORED,
    -- By the run's instant, for people.
    raised_at timestamptz NOT NULL,
    cleared_at timestamptz,
    cleared_by text,
    cleared_because text,
    CONSTRAINT alarm_cleared_with_reason CHECK (
        num_nulls(cleared_at, cleared_by, cleared_because) IN (0, 3))
);

-- Raised again about the same, it is the same alarm until it is cleared.
CREATE UNIQUE INDEX alarm_once ON alarm (kind, subject) WHERE cleared_at IS NULL;
CREATE INDEX alarm_of_account ON alarm (account_id) WHERE cleared_at IS NULL;

-- What people decided about charges that carry our marks and were not sent from these books: after an older dump was
-- restored, or because another installation uses the same key. Decided once; it rings no alarm any more.
CREATE TABLE orphan_decision (
    processor text NOT NULL,
    -- The processor's id of the charge.
    reference text NOT NULL,
    -- The attempt that the charge names, and the invoice and sequence in its id, where it has that form: neither the
    -- attempt nor its key is ever used again.
    attempt_id text NOT NULL,
    invoice_id text,
    sequence integer,
    verdict text NOT NULL CHECK (verdict IN ('accepted', 'given_back', 'took_nothing', 'not_ours')),
    decided_by text NOT NULL CHECK (decided_by <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    -- By the command's instant, for people.
    decided_at timestamptz NOT NULL,
    alarm_id bigint NOT NULL REFERENCES alarm (id),
    PRIMARY KEY (processor, reference),
    CONSTRAINT orphan_decision_names_an_attempt CHECK (num_nulls(invoice_id, sequence) IN (0, 2))
);

-- The sequences of an invoice that are used up.
CREATE INDEX orphan_decision_of_invoice ON orphan_decision (invoice_id, sequence) WHERE invoice_id IS NOT NULL;

CREATE TRIGGER orphan_decision_stays BEFORE UPDATE OR DELETE ON orphan_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a decision stays as it was made');

CREATE FUNCTION guard_alarm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF old.cleared_at IS NOT NULL
        OR (old.kind, old.account_id, old.processor, old.subject, old.detail, old.raised_at)
            IS DISTINCT FROM (new.kind, new.account_id, new.processor, new.subject, new.detail, new.raised_at)
    THEN
        RAISE EXCEPTION 'alarm % stays as it is', old.id USING ERRCODE = 'restrict_violation', TABLE = 'alarm';
    END IF;
    RETURN new;
END
$$;

CREATE TRIGGER alarm_is_only_cleared BEFORE UPDATE ON alarm FOR EACH ROW EXECUTE FUNCTION guard_alarm();
CREATE TRIGGER alarm_stays BEFORE DELETE ON alarm
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an alarm is cleared, not removed');

-- What tells these books from a copy of them: the cluster, the database in it, and its timeline. A dump that is restored
-- makes another database; a recovery from a backup and a failover begin another timeline. What the books knew after the
-- copy was made may be missing then.
CREATE FUNCTION books_identity() RETURNS text LANGUAGE sql STABLE AS $$
SELECT format(
    '%s/%s/%s', (SELECT system_identifier FROM pg_control_system()),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))
$$;

-- Up to when a processor's charges are known to be in these books (PROCESSORS 5, orphan audit).
CREATE TABLE processor_audit (
    processor text PRIMARY KEY,
    audited_until timestamptz NOT NULL,
    -- books_identity() of the books that were compared.
    books text NOT NULL
);

-- Money given back for one successful charge, whole or in part: written with its key and its exact request before it
-- leaves, like a charge. The charge is an attempt of ours, or was made at a processor's checkout and stands on the
-- account's balance: then it has no attempt and no invoice.
CREATE TABLE refund (
    account_id identifier NOT NULL,
    id identifier NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    attempt_id identifier,
    invoice_id identifier,
    -- 1, 2, 3 … within the charge.
    sequence integer NOT NULL CHECK (sequence > 0),
    processor text NOT NULL,
    -- The processor's id of the charge.
    charge_reference text NOT NULL,
    idempotency_key text NOT NULL UNIQUE,
    body bytea NOT NULL,
    api_version text NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    currency currency_code NOT NULL,
    -- In the processors' words, and in those of whoever asked for it.
    reason text NOT NULL CHECK (reason IN ('duplicate', 'fraudulent', 'requested_by_customer')),
    note text NOT NULL,
    state text NOT NULL CHECK (state IN ('ready', 'sent', 'unknown', 'pending', 'succeeded', 'failed', 'refused')),
    lease_until timestamptz,
    lease_holder text,
    sends integer NOT NULL DEFAULT 0,
    -- By this server's clock.
    first_sent_at timestamptz,
    last_sent_at timestamptz,
    -- By the worker's instants, for people.
    requested_at timestamptz NOT NULL,
    settled_at timestamptz,
    failure_code text,
    -- The processor's id of the refund.
    reference text,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, processor, charge_reference, sequence),
    FOREIGN KEY (account_id, attempt_id) REFERENCES payment_attempt (account_id, id),
    CONSTRAINT refund_of_an_invoice CHECK ((attempt_id IS NULL) = (invoice_id IS NULL)),
    CONSTRAINT refund_sent_together CHECK (
        num_nulls(first_sent_at, last_sent_at) = CASE WHEN sends = 0 THEN 2 ELSE 0 END)
);

CREATE UNIQUE INDEX refund_id ON refund (id);
-- One at a time: what is left of a charge is known only when the last refund is.
CREATE UNIQUE INDEX refund_one_live ON refund (account_id, processor, charge_reference)
    WHERE state IN ('ready', 'sent', 'unknown', 'pending');
CREATE INDEX refund_unsettled ON refund (position) WHERE state IN ('ready', 'sent', 'unknown', 'pending');

-- Money of a charge that somebody gave back on the processor's own pages. It has gone, so it counts: no refund of ours
-- may come on top of it, and a credit note that says why it went sends only the rest.
CREATE TABLE outside_refund (
    account_id identifier NOT NULL,
    processor text NOT NULL,
    -- The processor's id of the refund.
    reference text COLLATE "C" NOT NULL,
    -- NULL: the charge stands on the account's balance.
    attempt_id identifier,
    -- The processor's id of the charge.
    charge_reference text COLLATE "C" NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    currency currency_code NOT NULL,
    -- By the worker's instants, for people: when it was learnt of, and that it failed after all.
    noted_at timestamptz NOT NULL,
    failed_at timestamptz,
    PRIMARY KEY (processor, reference),
    FOREIGN KEY (account_id, attempt_id) REFERENCES payment_attempt (account_id, id)
);

CREATE INDEX outside_refund_of_attempt ON outside_refund (attempt_id);
CREATE INDEX outside_refund_of_charge ON outside_refund (processor, charge_reference);

CREATE TRIGGER outside_refund_stays
    BEFORE UPDATE OF
        account_id, processor, reference, attempt_id, charge_reference, amount_minor_units, currency, noted_at
    OR DELETE
    ON outside_refund FOR EACH ROW EXECUTE FUNCTION refuse_change('a refund is kept for good');

-- What card holders object to at the processors: told again and again, each is one.
CREATE TABLE dispute (
    processor text NOT NULL,
    -- The processor's id of the dispute.
    reference text COLLATE "C" NOT NULL,
    account_id identifier NOT NULL,
    -- NULL: the charge stands on the account's balance.
    attempt_id identifier,
    -- The processor's id of the charge.
    charge_reference text COLLATE "C" NOT NULL,
    -- The method that paid; NULL where that is not known.
    method_id identifier,
    -- Billing.ProcessorDispute.deniesConsent.
    denies_consent boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    -- What the account's balance is without until the dispute is won, because the processor has the money.
    held_minor_units bigint NOT NULL DEFAULT 0 CHECK (held_minor_units >= 0),
    -- By the worker's instants, for people: when it was learnt of.
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (processor, reference),
    FOREIGN KEY (account_id, attempt_id) REFERENCES payment_attempt (account_id, id)
);

CREATE INDEX dispute_of_method ON dispute (account_id, method_id);

CREATE TRIGGER dispute_stays
    BEFORE UPDATE OF processor, reference, account_id, attempt_id, charge_reference, method_id, noted_at OR DELETE
    ON dispute FOR EACH ROW EXECUTE FUNCTION refuse_change('a dispute is kept for good');

CREATE FUNCTION guard_refund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- NULL: the charge has taken no money in that currency.
    taken bigint;
    given bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF new.attempt_id IS NULL THEN
            SELECT p.amount_minor_units INTO taken FROM prepayment AS p
                WHERE (p.account_id, p.processor, p.reference, p.currency)
                    = (new.account_id, new.processor, new.charge_reference, new.currency);
        ELSE
            SELECT p.amount_minor_units INTO taken FROM payment_attempt AS p
                WHERE (p.account_id, p.id, p.currency) = (new.account_id, new.attempt_id, new.currency)
                    AND p.state IN ('succeeded', 'surplus');
        END IF;
        SELECT coalesce(sum(r.amount_minor_units), 0) INTO given FROM refund AS r
            WHERE (r.account_id, r.processor, r.charge_reference)
                    = (new.account_id, new.processor, new.charge_reference)
                AND r.state NOT IN ('failed', 'refused');
        given := given + (
            SELECT coalesce(sum(o.amount_minor_units), 0) FROM outside_refund AS o
            WHERE (o.processor, o.charge_reference) = (new.processor, new.charge_reference)
                AND o.failed_at IS NULL);
        IF taken IS NULL OR given + new.amount_minor_units > taken THEN
            RAISE EXCEPTION 'charge % cannot give back % more', new.charge_reference, new.amount_minor_units
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_charge', TABLE = 'refund';
        END IF;
        RETURN new;
    END IF;
    IF (old.account_id, old.id, old.attempt_id, old.invoice_id, old.sequence, old.processor, old.charge_reference,
        old.idempotency_key, old.body, old.api_version, old.amount_minor_units, old.currency, old.reason, old.note)
        IS DISTINCT FROM
       (new.account_id, new.id, new.attempt_id, new.invoice_id, new.sequence, new.processor, new.charge_reference,
        new.idempotency_key, new.body, new.api_version, new.amount_minor_units, new.currency, new.reason, new.note)
        OR new.sends < old.sends
        OR new.first_sent_at IS DISTINCT FROM coalesce(old.first_sent_at, new.first_sent_at)
    THEN
        RAISE EXCEPTION 'the request of refund % stays as it was written', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'refund';
    END IF;
    -- Refund.State.mayBecome.
    IF old.state <> new.state AND NOT (CASE old.state
        WHEN 'ready' THEN new.state = 'sent'
        WHEN 'sent' THEN new.state <> 'ready'
        WHEN 'unknown' THEN new.state <> 'ready'
        WHEN 'pending' THEN new.state IN ('succeeded', 'failed')
        WHEN 'succeeded' THEN new.state = 'failed'
        ELSE false
    END) THEN
        RAISE EXCEPTION 'refund % is % and cannot become %', old.id, old.state, new.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_state_goes_forward', TABLE = 'refund';
    END IF;
    RETURN new;
END
$$;

CREATE TRIGGER refund_goes_forward BEFORE INSERT OR UPDATE ON refund
    FOR EACH ROW EXECUTE FUNCTION guard_refund();
CREATE TRIGGER refund_stays BEFORE DELETE ON refund
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a refund is kept for good');
