-- Whether another dispute than $3, $4 denies a charge of a method, and was not won.
SELECT EXISTS (
    SELECT FROM dispute AS d
    WHERE d.account_id = $1::text AND d.method_id = $2::text
        AND (d.processor, d.reference) <> ($3::text, $4::text)
        AND d.denies_consent AND d.status <> 'won') AS is_denied;
