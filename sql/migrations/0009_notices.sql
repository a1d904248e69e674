-- Customers and other programs must hear of what happened, neither of what was rolled back nor never: a notice is
-- written in the transaction that makes it true, and leaves later. What may arrive twice after a crash arrives under
-- the same id.

CREATE TABLE outbox (
    -- The order written.
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Derived from what the notice tells (Billing.Notice.id): writing it again adds nothing.
    id text COLLATE "C" NOT NULL UNIQUE CHECK (octet_length(id) BETWEEN 1 AND 1000),
    kind text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z_]+\.[a-z_]+$'),
    account_id identifier NOT NULL REFERENCES account (id),
    -- When it became true.
    at timestamptz NOT NULL,
    -- Texts by name, all that templates and webhooks read.
    facts jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object'),
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When its deliveries were made; NULL: not yet.
    distributed_at timestamptz
);

CREATE INDEX outbox_undistributed ON outbox (position) WHERE distributed_at IS NULL;
CREATE INDEX outbox_by_account ON outbox (account_id, position);

CREATE TRIGGER outbox_stays BEFORE UPDATE OF id, kind, account_id, at, facts, written_at OR DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a notice tells what happened');

-- Where other programs listen.
CREATE TABLE webhook_endpoint (
    id identifier PRIMARY KEY,
    url text NOT NULL CHECK (octet_length(url) BETWEEN 1 AND 2000),
    -- Which notices it gets; NULL: all.
    kinds text[],
    -- "whsec_…"; what is sent is signed with both while one replaces the other.
    secret text NOT NULL,
    previous_secret text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A removed one gets nothing any more; its deliveries stay to be looked at.
    removed_at timestamptz
);

-- One notice on its way to one receiver.
CREATE TABLE delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_position bigint NOT NULL REFERENCES outbox (position),
    channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
    endpoint_id identifier REFERENCES webhook_endpoint (id),
    -- dead: given up until an operator says otherwise. skipped: there was nobody to send it to.
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead', 'skipped')),
    -- Counted before each try, so that a try that kills its worker counts too.
    tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    -- Since when it waits; begins anew when an operator sends it again.
    waits_since timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- By this server's clock, like the lease.
    next_try_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until timestamptz,
    lease_holder text,
    -- What the last try came to, in one line.
    outcome text,
    -- When it reached its end.
    finished_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (notice_position, channel, endpoint_id),
    CONSTRAINT delivery_names_its_endpoint CHECK ((channel = 'webhook') = (endpoint_id IS NOT NULL)),
    CONSTRAINT delivery_finished_when_not_waiting CHECK ((finished_at IS NULL) = (state = 'waiting'))
);

CREATE INDEX delivery_due ON delivery (next_try_at, id) WHERE state = 'waiting';
CREATE INDEX delivery_dead ON delivery (id) WHERE state = 'dead';

CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a delivery is kept to be looked at');
