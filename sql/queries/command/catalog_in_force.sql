SELECT number FROM catalog_version ORDER BY number DESC LIMIT 1;
