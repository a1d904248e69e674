SELECT EXISTS (SELECT FROM usage_event_id WHERE (account_id, id) = ($1::text, $2::text)) AS is_known;
