-- An unpaid subscription is charged on a new method only (rule 11.4).
UPDATE collection AS c
SET next_round_at = NULL, ends_at = NULL
FROM unnest($1::text[], $2::text[]) AS w (account_id, subscription_id)
WHERE (c.account_id, c.subscription_id) = (w.account_id, w.subscription_id) AND c.is_open;
