SELECT make_usage_partitions($1::timestamptz[]);
