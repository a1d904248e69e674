-- What the account's balance is without as long as a processor has the money.
UPDATE dispute SET held_minor_units = $3::bigint WHERE (processor, reference) = ($1::text, $2::text);
