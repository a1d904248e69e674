-- What an account is from now on; its currency and zone stay, and issued invoices have their own copy.
UPDATE account AS a
SET
    name = $2::text,
    email = $3::text,
    country = $4::text,
    region = $5::text,
    address = $6::text[],
    tax_id = $7::text,
    is_tax_exempt = $8::boolean,
    payment_terms_days = $9::integer,
    collection = $10::text,
    invoicing = $11::jsonb
WHERE a.id = $1::text;
