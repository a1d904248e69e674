-- The catalogue in force as it was applied.
SELECT number, source, applied_at FROM catalog_version ORDER BY number DESC LIMIT 1;
