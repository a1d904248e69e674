SELECT i.seller FROM invoice AS i WHERE (i.account_id, i.id) = ($1::text, $2::text);
