SELECT coalesce((SELECT value = 'true' FROM setting WHERE name = 'charging'), true) AS is_on;
