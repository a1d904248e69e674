SELECT content FROM catalog_version WHERE number = $1::integer;
