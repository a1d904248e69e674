SELECT a.currency FROM account AS a WHERE a.id = $1::text;
