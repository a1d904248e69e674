-- An operator must be able to say which run did what, and who changed what by hand and why.

CREATE TABLE run (
    id identifier PRIMARY KEY,
    as_of timestamptz NOT NULL,
    started_at timestamptz NOT NULL,
    -- "everything", "account:…", "subscription:…", "invoices:…".
    scope text NOT NULL,
    finished_at timestamptz,
    report jsonb,
    CONSTRAINT run_reports_when_finished CHECK ((finished_at IS NULL) = (report IS NULL))
);

CREATE INDEX run_by_start ON run (started_at DESC, id);

CREATE TABLE audit_event (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Who: a person or a program, as the caller names itself.
    actor text NOT NULL,
    -- What: the command ("subscription cancel").
    action text NOT NULL,
    account_id identifier,
    -- The id of what was changed.
    subject text,
    -- Why, in the caller's words.
    reason text,
    detail jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_event_by_account ON audit_event (account_id, position);

CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an audit trail is only added to');
