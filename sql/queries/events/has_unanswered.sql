-- Whether a charge that was sent to a processor until $2 has no answer yet.
SELECT EXISTS (
    SELECT FROM payment_attempt AS p
    WHERE p.processor = $1::text AND p.state IN ('sent', 'unknown')
        AND p.first_sent_at <= to_timestamp($2::bigint)) AS has_unanswered;
