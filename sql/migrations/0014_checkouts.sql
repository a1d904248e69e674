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
    -- The processor's id of what was paid with it; booked once, whatever comes of it.
    payment_reference text COLLATE "C",
    PRIMARY KEY (account_id, processor, reference),
    CONSTRAINT checkout_ends CHECK ((state = 'pending') = (ended_at IS NULL)),
    CONSTRAINT checkout_expires_later CHECK (created_at < expires_at)
);

-- One page at a time for a subscription that is to be.
CREATE UNIQUE INDEX checkout_pending ON checkout (subscription_id) WHERE state = 'pending';
CREATE UNIQUE INDEX checkout_payment ON checkout (processor, payment_reference) WHERE payment_reference IS NOT NULL;
CREATE INDEX checkout_by_subscription ON checkout (subscription_id, created_at);
