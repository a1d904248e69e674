-- Use past a hard limit is refused; whoever asks later why something did not work must find it, and it must never be
-- billed (rule 5.6), so it has a table of its own.

CREATE TABLE refused_usage (
    account_id identifier NOT NULL REFERENCES account (id),
    -- The event's, as the caller gave it.
    id identifier NOT NULL,
    subscription_id identifier NOT NULL,
    meter identifier NOT NULL,
    quantity numeric NOT NULL CHECK (quantity >= 0),
    at timestamptz NOT NULL,
    refused_at timestamptz NOT NULL,
    -- What the period had come to, and the limit that it would have passed.
    current_quantity numeric NOT NULL,
    limit_quantity numeric NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, subscription_id) REFERENCES subscription (account_id, id)
);

CREATE TRIGGER refused_usage_stays BEFORE UPDATE OR DELETE ON refused_usage
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was refused stays on record');
