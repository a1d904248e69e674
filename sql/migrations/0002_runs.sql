-- An operator must be able to say which run did what, and who changed what by hand and why.

CREATE TABLE run (
    id identifier PRIMARY KEY,
    as_of timestamptz NOT NULL,
    started_at timestamptz NOT NULL,
    -- "everything", "account:…", "subscription:…", "invoices:…".
    scope text NOT NULL,
    -- A rehearsal shows what a run would bill and keeps it as drafts.
    kind text NOT NULL DEFAULT 'run' CHECK (kind IN ('run', 'rehearsal')),
    finished_at timestamptz,
    report jsonb,
    -- Of a finished rehearsal: SHA-256 over the fingerprints of its drafts in the order of billing. Two rehearsals
    -- that would bill the same have the same.
    fingerprint text,
    -- waiting: nobody has decided; approved: the next run bills it; executed: a run has; superseded: a later
    -- rehearsal of the same scope took its place, by waiting, or where it was approved too, by being approved.
    approval text CHECK (approval IN ('waiting', 'approved', 'executed', 'superseded')),
    approved_by text,
    approved_at timestamptz,
    CONSTRAINT run_reports_when_finished CHECK ((finished_at IS NULL) = (report IS NULL)),
    CONSTRAINT run_rehearsal_is_decided CHECK (
        (approval IS NOT NULL) = (kind = 'rehearsal' AND finished_at IS NOT NULL)
        AND (fingerprint IS NULL) = (approval IS NULL)),
    CONSTRAINT run_approved_by_someone CHECK (
        num_nulls(approved_by, approved_at) IN (0, 2)
        AND CASE approval
            WHEN 'approved' THEN approved_by IS NOT NULL
            WHEN 'executed' THEN approved_by IS NOT NULL
            WHEN 'superseded' THEN true
            ELSE approved_by IS NULL
        END)
);

CREATE INDEX run_by_start ON run (started_at DESC, id);
CREATE INDEX run_undecided ON run (as_of, id) WHERE approval IN ('waiting', 'approved');

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
