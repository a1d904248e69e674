-- A picture is named by what it is: the same one again is there already.
INSERT INTO picture (sha256, bytes) VALUES (encode(sha256($1::bytea), 'hex'), $1::bytea)
ON CONFLICT (sha256) DO NOTHING;
