-- A new method starts a round for each open automatic invoice of the account, beside the schedule (rule 11.3).
UPDATE collection AS c
SET extra_round_at = $2::timestamptz, last_decline = NULL, retry_not_before = NULL
FROM account AS a
WHERE a.id = $1::text AND a.collection = 'automatic' AND c.account_id = a.id AND c.is_open;
