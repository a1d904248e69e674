-- Pictures by their hash, each once for a whole batch of documents.
SELECT p.sha256, p.bytes FROM picture AS p WHERE p.sha256 = ANY ($1::text[]);
