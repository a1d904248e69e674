INSERT INTO orphan_decision (
    processor, reference, attempt_id, invoice_id, sequence, verdict, decided_by, reason, decided_at, alarm_id)
VALUES (
    $1::text, $2::text, $3::text, $4::text, $5::integer, $6::text, $7::text, $8::text, $9::timestamptz, $10::bigint);
