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
    PRIMARY KEY (account_id, invoice_id),
    FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id)
);

CREATE INDEX collection_under_way ON collection (issued_at, number_sequence) WHERE is_open AND is_in_round;
CREATE INDEX collection_due ON collection (due_at, issued_at, number_sequence)
    WHERE is_open AND NOT is_in_round AND due_at IS NOT NULL;
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
    idempotency_key text NOT NULL UNIQUE,
    -- The exact request: never rebuilt.
    body bytea NOT NULL,
    api_version text NOT NULL,
    customer_reference text,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    currency currency_code NOT NULL,
    state text NOT NULL CHECK (
        state IN (
            'ready', 'sent', 'unknown', 'pending', 'needs_action', 'succeeded', 'declined', 'refused',
            'not_executed')),
    -- Until when a worker waits for the answer, by this server's clock; NULL: nobody does.
    lease_until timestamptz,
    lease_holder text,
    sends integer NOT NULL DEFAULT 0,
    -- By this server's clock: what the age of a key is counted from, whatever the workers' clocks say.
    first_sent_at timestamptz,
    last_sent_at timestamptz,
    -- By the run's instant, for people.
    sent_at timestamptz,
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

-- Never two charges in flight for an invoice, and never two successes.
CREATE UNIQUE INDEX payment_attempt_one_live ON payment_attempt (account_id, invoice_id)
    WHERE state IN ('ready', 'sent', 'unknown', 'pending', 'needs_action');
CREATE UNIQUE INDEX payment_attempt_one_success ON payment_attempt (account_id, invoice_id)
    WHERE state = 'succeeded';

-- The sweep.
CREATE INDEX payment_attempt_unsettled ON payment_attempt (position)
    WHERE state IN ('ready', 'sent', 'unknown', 'pending');

CREATE FUNCTION guard_payment_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (old.account_id, old.id, old.invoice_id, old.sequence, old.round, old.method_id, old.processor,
        old.idempotency_key, old.body, old.api_version, old.customer_reference, old.amount_minor_units, old.currency)
        IS DISTINCT FROM
       (new.account_id, new.id, new.invoice_id, new.sequence, new.round, new.method_id, new.processor,
        new.idempotency_key, new.body, new.api_version, new.customer_reference, new.amount_minor_units, new.currency)
    THEN
        RAISE EXCEPTION 'the request of attempt % stays as it was written', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'payment_attempt';
    END IF;
    IF new.sends < old.sends OR new.first_sent_at IS DISTINCT FROM coalesce(old.first_sent_at, new.first_sent_at) THEN
        RAISE EXCEPTION 'what attempt % has sent cannot be taken back', old.id
            USING ERRCODE = 'restrict_violation', TABLE = 'payment_attempt';
    END IF;
    -- PaymentAttempt.State.mayBecome.
    IF old.state <> new.state AND NOT (CASE old.state
        WHEN 'ready' THEN new.state IN ('sent', 'not_executed')
        WHEN 'sent' THEN new.state <> 'ready'
        WHEN 'unknown' THEN new.state <> 'ready'
        WHEN 'pending' THEN new.state IN ('succeeded', 'declined', 'refused')
        WHEN 'needs_action' THEN new.state IN ('succeeded', 'declined', 'refused')
        WHEN 'declined' THEN new.state = 'succeeded'
        ELSE false
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
