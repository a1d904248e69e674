-- The account's row is the lock of everything of the account; it is read afterwards.
SELECT FROM account AS a
WHERE a.id = $1::text
FOR NO KEY UPDATE OF a;
