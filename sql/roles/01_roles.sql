-- Who may do what (PROCESSORS 6): the owner of the tables migrates, the worker does its job and cannot rewrite what
-- was issued, finance reads views. Made once for the whole server; a name that exists is left as it is.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['dueday_worker', 'dueday_finance', 'dueday_webhook'] LOOP
        IF to_regrole(role) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- Another database of this server made it in this moment.
            END;
        END IF;
    END LOOP;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION make_usage_partitions(timestamptz[]) FROM PUBLIC;
