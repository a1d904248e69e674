-- A refund that was made on a processor's own pages has failed after all: the money is with us again.
UPDATE outside_refund SET failed_at = $3::timestamptz
WHERE (processor, reference) = ($1::text, $2::text) AND failed_at IS NULL;
