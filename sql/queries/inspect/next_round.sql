-- A round under way is due until it ends; one that waits for its customer, when the customer's time is over.
SELECT min(CASE WHEN is_in_round THEN coalesce(customer_action_until, issued_at) ELSE due_at END) AS at
FROM collection
WHERE is_open;
