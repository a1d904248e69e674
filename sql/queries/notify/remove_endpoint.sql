UPDATE webhook_endpoint AS e SET removed_at = clock_timestamp() WHERE e.id = $1::text AND e.removed_at IS NULL;
