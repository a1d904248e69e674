-- What each account pays for, and when it is due next. The scan must find the few due ones among very many at once,
-- and no boundary may ever be billed twice, whatever runs twice.
--
-- Decision: the rules' memory of a subscription (windows that can still be credited, pending lines, segments,
-- redemptions) is one jsonb, read and written as a whole, and not a dozen tables. Nothing outside the rules means
-- anything with a part of it, it is never searched, and both engines then hold the same value. What people, queries
-- and constraints need stands beside it in columns that are written from the same value. Given up: changing such a
-- part by SQL; that is what commands are for.

CREATE TABLE subscription (
    account_id identifier NOT NULL REFERENCES account (id),
    id identifier NOT NULL,
    status text NOT NULL CHECK (status IN ('trialing', 'active', 'past_due', 'unpaid', 'canceled')),
    plan identifier NOT NULL,
    -- "month", "3 months".
    interval text NOT NULL,
    quantity numeric NOT NULL CHECK (quantity > 0),
    started_at timestamptz NOT NULL,
    current_period_start timestamptz NOT NULL,
    current_period_end timestamptz NOT NULL,
    -- When the current period is to be billed; NULL when nothing is to come.
    next_boundary_at timestamptz,
    cancel_at_period_end boolean NOT NULL,
    canceled_at timestamptz,
    trial_end timestamptz,
    -- Set aside until an operator releases it; why stands in parked_subscription.
    is_parked boolean NOT NULL DEFAULT false,
    -- Billing.Subscription, without lateUsageSince: that is late_usage's.
    state jsonb NOT NULL,
    PRIMARY KEY (account_id, id),
    CONSTRAINT subscription_period_runs_forward CHECK (current_period_start <= current_period_end),
    CONSTRAINT subscription_ends_when_canceled CHECK (
        -- Nothing comes of one that a processor's own subscription bills either.
        (status = 'canceled' OR (state -> 'outsideBilling') IS NOT NULL) = (next_boundary_at IS NULL)),
    CONSTRAINT subscription_canceled_at CHECK ((status = 'canceled') = (canceled_at IS NOT NULL))
);

-- Commands name a subscription by its id alone. Spread over several nodes, this index becomes a look-up table.
CREATE UNIQUE INDEX subscription_id ON subscription (id);

-- The scan: what is due next, in the order of billing (rule 3.8).
CREATE INDEX subscription_due ON subscription (next_boundary_at, id)
    WHERE next_boundary_at IS NOT NULL AND NOT is_parked;

-- The claim on a boundary: while this row exists, no second invoice can be made for it (rule 3.8).
CREATE TABLE boundary_claim (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    boundary_at timestamptz NOT NULL,
    run_id identifier,
    claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, subscription_id, boundary_at),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id)
);

-- What one run closed: claims come in the order of time, so that a few bytes a thousand rows find them.
CREATE INDEX boundary_claim_by_time ON boundary_claim USING brin (claimed_at);

CREATE TRIGGER boundary_claim_stays BEFORE UPDATE OR DELETE ON boundary_claim
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a boundary is billed once');

-- What was billed in arrears for a period, so that it can be rated again when use of it comes late (rule 5.7).
CREATE TABLE closed_period (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    period_start timestamptz NOT NULL,
    period_end timestamptz NOT NULL,
    -- How the subscription numbers it.
    number integer NOT NULL,
    -- Billing.ClosedPeriod.
    content jsonb NOT NULL,
    PRIMARY KEY (account_id, subscription_id, period_start),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id),
    CONSTRAINT closed_period_has_length CHECK (period_start < period_end)
);

-- The earliest use that was recorded after its period had been billed and not billed since (rule 5.7). A table of
-- its own and not a column: recorders hold the subscription's row in share mode only, so that many may record at
-- once, and a row here needs no more than that. Billing holds it exclusively and takes the row away.
CREATE TABLE late_usage (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (account_id, subscription_id),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id)
);

CREATE TABLE coupon_redemption (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    code identifier NOT NULL,
    redeemed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, subscription_id, code, redeemed_at),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id)
);

CREATE INDEX coupon_redemption_by_code ON coupon_redemption (code);

-- Why a subscription could not be billed, and since when.
CREATE TABLE parked_subscription (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    boundary_at timestamptz,
    reason text NOT NULL,
    parked_at timestamptz NOT NULL,
    run_id identifier,
    PRIMARY KEY (account_id, subscription_id),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id)
);
