-- What is sold, at what price, by whom: every invoice must be explainable by the catalogue that was in force when
-- it was made, so catalogues are only ever added. Beside it stand the switches an operator may turn at any time.

-- Ids that callers give (accounts, subscriptions, plans, methods, usage events) are opaque text. Lists and
-- invoices order them by bytes (rule 3.10), whatever the database's own collation is.
CREATE DOMAIN identifier AS text COLLATE "C"
    CONSTRAINT identifier_has_1_to_255_bytes CHECK (octet_length(value) BETWEEN 1 AND 255);

-- ISO 4217, upper case.
CREATE DOMAIN currency_code AS text COLLATE "C"
    CONSTRAINT currency_code_is_three_letters CHECK (value ~ '^[A-Z]{3}$');

-- A row that must stay as it was written. The trigger's argument says what to do instead.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: %', lower(tg_op), tg_table_name, tg_argv[0]
        USING ERRCODE = 'restrict_violation', TABLE = tg_table_name;
END
$$;

CREATE TABLE catalog_version (
    -- Counts applied catalogues, from 1.
    number integer PRIMARY KEY CHECK (number > 0),
    -- The file as it was applied.
    source text NOT NULL,
    -- Billing.Catalog as the rules read it.
    content jsonb NOT NULL,
    -- Of the source and of the picture it names; applying the same file again is no new version.
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL
);

CREATE TRIGGER catalog_version_stays BEFORE UPDATE OR DELETE ON catalog_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change('apply another catalogue instead');

-- Pictures that documents show (a seller's logo), named by what they are: an issued invoice keeps the hash, so its
-- document can be made again with the logo of its day.
CREATE TABLE picture (
    sha256 text PRIMARY KEY CHECK (sha256 = encode(sha256(bytes), 'hex')),
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 524288)
);

CREATE TRIGGER picture_stays BEFORE UPDATE OR DELETE ON picture
    FOR EACH ROW EXECUTE FUNCTION refuse_change('keep another picture instead');

CREATE TABLE setting (
    name text PRIMARY KEY,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The kill switch: read before each charge leaves.
INSERT INTO setting (name, value) VALUES ('charging', 'true');

-- Whether runs bill only what was rehearsed and approved by a person.
INSERT INTO setting (name, value) VALUES ('approval', 'false');
