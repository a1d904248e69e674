SELECT EXISTS (SELECT FROM alarm AS l WHERE l.kind = $1::text AND l.subject = $2::text) AS has_rung;
