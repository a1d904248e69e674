-- No DDL, no DELETE but for what is meant to go, and of an issued invoice only what follows its payment.
GRANT USAGE ON SCHEMA public TO dueday_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dueday_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO dueday_worker;
GRANT EXECUTE ON FUNCTION make_usage_partitions(timestamptz[]) TO dueday_worker;
GRANT INSERT ON
    catalog_version, picture, setting, run, audit_event, account, balance_entry, payment_method, subscription, boundary_claim,
    closed_period, late_usage, coupon_redemption, parked_subscription, usage_event_id, usage_event, invoice_sequence,
    invoice, invoice_line, invoice_tax, document, collection, payment_attempt, ledger_posting, ledger_entry,
    outbox, webhook_endpoint, delivery, processor_event, draft_invoice, alarm, orphan_decision, processor_audit, refund,
    credit_note_sequence, credit_note, credit_note_document, manual_payment, refused_usage, checkout, outside_refund,
    dispute
    TO dueday_worker;
GRANT UPDATE ON
    setting, run, account, payment_method, subscription, closed_period, late_usage, parked_subscription,
    invoice_sequence, document, collection, processor_audit, credit_note_sequence, credit_note_document
    TO dueday_worker;
GRANT UPDATE (status, amount_paid_minor_units, amount_credited_minor_units, paid_at) ON invoice TO dueday_worker;
GRANT UPDATE (
    state, lease_until, lease_holder, sends, first_sent_at, last_sent_at, sent_at, settled_at, decline_code, reference,
    looked_at, watch_until, debit_at)
    ON payment_attempt TO dueday_worker;
GRANT UPDATE (
    state, lease_until, lease_holder, sends, first_sent_at, last_sent_at, settled_at, failure_code, reference)
    ON refund TO dueday_worker;
GRANT UPDATE (
    state, ended_at, method_id, payment_reference, paid_minor_units, asked_at, watch_until, marks_due)
    ON checkout TO dueday_worker;
GRANT UPDATE (failed_at) ON outside_refund TO dueday_worker;
GRANT UPDATE (status, denies_consent, held_minor_units) ON dispute TO dueday_worker;
GRANT UPDATE (cleared_at, cleared_by, cleared_because) ON alarm TO dueday_worker;
GRANT UPDATE (handled_at, tries, next_try_at, lease_until, lease_holder, outcome)
    ON processor_event TO dueday_worker;
GRANT UPDATE (distributed_at) ON outbox TO dueday_worker;
GRANT UPDATE (url, kinds, secret, previous_secret, removed_at) ON webhook_endpoint TO dueday_worker;
GRANT UPDATE (state, tries, waits_since, next_try_at, lease_until, lease_holder, outcome, finished_at) ON delivery TO dueday_worker;
GRANT UPDATE (state, held_by, held_because) ON draft_invoice TO dueday_worker;
GRANT DELETE ON late_usage, parked_subscription, draft_invoice, payment_method TO dueday_worker;
