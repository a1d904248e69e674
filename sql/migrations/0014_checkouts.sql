-- A customer at a processor's page has bought nothing yet: what was chosen waits here, where no run looks for anything
-- to bill, until the processor says that the customer has finished, or until the page has expired.

CREATE TABLE checkout (
    account_id identifier NOT NULL REFERENCES account (id),
    -- The id that the subscription is to have; there is none of it before the end.
    subscription_id identifier NOT NULL,
    processor text NOT NULL,
    -- The processor's id of its page or order.
    reference text COLLATE "C" NOT NULL,
    -- The processor's id of the customer: a method of another one is not taken.
    customer text NOT NULL,
    url text,
    -- What the first invoice comes to.
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units >= 0),
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'completed', 'expired')),
    -- Billing.SubscribeOrder.
    content jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- The method that its customer saved.
    method_id identifier,
    -- The processor's id of what was paid with it, and how much that was; booked once, whatever comes of it.
    payment_reference text COLLATE "C",
    paid_minor_units bigint CHECK (paid_minor_units > 0),
    -- When a run last asked the processor about it.
    asked_at timestamptz,
    -- Until when money may still come with one that has expired (Billing.Checkout.watchSeconds); NULL: nobody asks.
    watch_until timestamptz,
    -- Whether what was paid lacks our marks at the processor.
    marks_due boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, processor, reference),
    CONSTRAINT checkout_payment_has_an_amount CHECK ((payment_reference IS NULL) = (paid_minor_units IS NULL)),
    CONSTRAINT checkout_ends CHECK ((state = 'pending') = (ended_at IS NULL)),
    CONSTRAINT checkout_expires_later CHECK (created_at < expires_at)
);

-- One page at a time for a subscription that is to be.
CREATE UNIQUE INDEX checkout_pending ON checkout (subscription_id) WHERE state = 'pending';
CREATE UNIQUE INDEX checkout_payment ON checkout (processor, payment_reference) WHERE payment_reference IS NOT NULL;
-- What a run asks about.
CREATE INDEX checkout_watched ON checkout (asked_at) WHERE state = 'pending' OR watch_until IS NOT NULL OR marks_due;
CREATE INDEX checkout_by_subscription ON checkout (subscription_id, created_at);

-- What was paid at a checkout and no invoice asked for as it was: it went on the account's balance. Any other such payment
-- is a charge of an invoice, and has an attempt.
CREATE VIEW prepayment AS
SELECT
    c.account_id, c.subscription_id, c.processor, c.reference AS checkout_reference, c.payment_reference AS reference,
    c.method_id, c.paid_minor_units AS amount_minor_units, c.currency, c.ended_at
FROM checkout AS c
WHERE c.payment_reference IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM payment_attempt AS p
        WHERE p.processor = c.processor AND p.reference = c.payment_reference);
