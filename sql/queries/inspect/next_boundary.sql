SELECT min(next_boundary_at) AS at FROM subscription WHERE next_boundary_at IS NOT NULL AND NOT is_parked;
