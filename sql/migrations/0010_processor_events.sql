-- A processor's message is acknowledged when it is written down here and not before: what was acknowledged is never
-- lost, and the same message, which may come any number of times, is one row. It is only a hint; what it names is
-- fetched from the processor before anything is believed.

CREATE TABLE processor_event (
    processor text COLLATE "C" NOT NULL,
    -- The processor's id of the message, kept for ever: some sign no time, so this is what guards against repetition.
    id text COLLATE "C" NOT NULL CHECK (octet_length(id) BETWEEN 1 AND 255),
    -- The order received.
    position bigint GENERATED ALWAYS AS IDENTITY,
    -- The processor's word ("payment_intent.succeeded").
    type text NOT NULL,
    -- By the processor's clock.
    created_at timestamptz NOT NULL,
    is_live boolean,
    -- Billing.ProcessorEvent.Subject: ids, and nothing else of the message.
    subject jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- NULL: still to be worked off.
    handled_at timestamptz,
    tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    -- By this server's clock, like the lease.
    next_try_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until timestamptz,
    lease_holder text,
    -- What it came to, or why not yet, in one line.
    outcome text,
    PRIMARY KEY (processor, id)
);

CREATE INDEX processor_event_to_handle ON processor_event (next_try_at, position) WHERE handled_at IS NULL;
CREATE INDEX processor_event_in_order ON processor_event (position);

CREATE TRIGGER processor_event_stays
    BEFORE UPDATE OF processor, id, type, created_at, is_live, subject, received_at OR DELETE ON processor_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a message stays as it came');
