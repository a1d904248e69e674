INSERT INTO processor_audit AS a (processor, audited_until, books)
VALUES ($1::text, to_timestamp($2::bigint), books_identity())
ON CONFLICT (processor) DO UPDATE
SET audited_until = greatest(a.audited_until, excluded.audited_until), books = excluded.books;
