-- What tells an operator whether the worker can work and does: one row (`dueday doctor`).
SELECT
    current_setting('server_version') AS server_version, current_database() AS name, current_user AS role,
    clock_timestamp() AS now,
    -- What a run needs and this login may not.
    (SELECT string_agg(format('%s on %s', n.privilege, n.relation), ', ' ORDER BY n.relation, n.privilege)
     FROM (VALUES
         ('invoice', 'SELECT'), ('invoice', 'INSERT'), ('invoice_line', 'INSERT'), ('boundary_claim', 'INSERT'),
         ('payment_attempt', 'INSERT'), ('ledger_entry', 'INSERT'), ('subscription', 'UPDATE'), ('run', 'INSERT'),
         ('audit_event', 'INSERT'), ('outbox', 'INSERT'), ('invoice_sequence', 'UPDATE')
     ) AS n (relation, privilege)
     WHERE NOT has_table_privilege(n.relation, n.privilege)) AS lacking,
    -- Whether it could rewrite what was issued, were it not for the triggers.
    has_table_privilege('invoice_line', 'UPDATE') AS may_rewrite,
    coalesce((SELECT value = 'true' FROM setting WHERE name = 'charging'), true) AS charging_is_on,
    (SELECT started_at FROM run WHERE kind = 'run' ORDER BY started_at DESC LIMIT 1) AS last_run_at,
    (SELECT count(*) FROM run WHERE approval = 'waiting') AS waiting_rehearsals,
    (SELECT min(next_boundary_at) FROM subscription WHERE next_boundary_at IS NOT NULL AND NOT is_parked)
        AS oldest_boundary_at,
    (SELECT count(*) FROM parked_subscription) AS parked,
    (SELECT count(*) FROM alarm WHERE cleared_at IS NULL) AS open_alarms,
    (SELECT count(*) FROM delivery WHERE state = 'dead') AS dead_deliveries,
    (SELECT received_at FROM processor_event ORDER BY position DESC LIMIT 1) AS last_event_at,
    (SELECT min(received_at) FROM processor_event WHERE handled_at IS NULL) AS oldest_unhandled_at,
    -- How late the last messages came, by the processor's clock.
    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - created_at))::bigint
     FROM (SELECT received_at, created_at FROM processor_event ORDER BY position DESC LIMIT 50) AS latest)
        AS event_delay_seconds;
