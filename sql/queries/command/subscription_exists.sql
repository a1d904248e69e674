SELECT EXISTS (SELECT FROM subscription WHERE id = $1::text) AS is_there;
