SELECT derived_id('credit_note', $1::text, $2::integer::text) AS id;
