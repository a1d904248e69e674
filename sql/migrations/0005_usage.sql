-- Use is recorded by the million and billed months later. The same event may be sent again and again and must count
-- once (rule 5.1), and old months must be cheap to take away.
--
-- Decision: events are partitioned by the month they happened in. PostgreSQL cannot hold a key unique over
-- partitions unless it contains the month, but an event's id is unique per account whatever its instant says. So ids
-- have a table of their own, with just enough in it to find the event. Given up: the space of that second table.
--
-- Recording locks the subscriptions of its events FOR SHARE: billing, which holds them exclusively, sees an event
-- in its totals or leaves it to be marked as late, and never neither. That lock stands in for foreign keys here; a
-- look-up per event would cost more than the rest of the import.

CREATE TABLE usage_event_id (
    account_id identifier NOT NULL,
    id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    meter identifier NOT NULL,
    at timestamptz NOT NULL,
    -- With these the same use written again is told from another one without a look at usage_event, where many
    -- events may stand at one instant.
    quantity numeric NOT NULL,
    key text COLLATE "C",
    PRIMARY KEY (account_id, id)
);

CREATE SEQUENCE usage_event_position;

CREATE TABLE usage_event (
    account_id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    meter identifier NOT NULL,
    -- When it happened.
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- The order written, which decides between events of one instant (rule 5.2).
    position bigint NOT NULL DEFAULT nextval('usage_event_position'),
    id identifier NOT NULL,
    quantity numeric NOT NULL,
    -- What `unique` counts.
    key text COLLATE "C",
    CONSTRAINT usage_event_quantity_is_exact CHECK (quantity >= 0 AND scale(quantity) <= 12),
    CONSTRAINT usage_event_recorded_after_it_happened CHECK (recorded_at >= at)
) PARTITION BY RANGE (at);

ALTER SEQUENCE usage_event_position OWNED BY usage_event.position;

CREATE INDEX usage_event_by_meter
    ON usage_event (account_id, subscription_id, meter, at, recorded_at, position);

-- Makes the partitions of the months that the instants lie in. Runs with the owner's rights, so that the worker
-- needs none to make tables. Attaching a ready table stops nobody else from recording.
CREATE FUNCTION make_usage_partitions(instants timestamptz[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' SET search_path = public, pg_temp AS $$
DECLARE
    month timestamp;
    partition text;
BEGIN
    FOR month IN
        SELECT DISTINCT date_trunc('month', instant AT TIME ZONE 'UTC') FROM unnest(instants) AS instant ORDER BY 1
    LOOP
        partition := 'usage_event_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass(partition) IS NOT NULL;
        -- Two recorders may want the same month; the second finds it made. The lock that attaching takes, so that
        -- the second look sees what was attached meanwhile; it stops neither recording nor reading.
        LOCK TABLE usage_event IN SHARE UPDATE EXCLUSIVE MODE;
        CONTINUE WHEN to_regclass(partition) IS NOT NULL;
        EXECUTE format(
            'CREATE TABLE %I (LIKE usage_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
        EXECUTE format(
            'ALTER TABLE usage_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition,
            month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
END
$$;
