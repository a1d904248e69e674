-- Who is billed, in what currency and zone, what they have with the seller, and how they pay.
--
-- Decision: the account's row is the lock of everything of the account. Whoever bills, charges or changes anything
-- of it locks this row first (FOR NO KEY UPDATE), so two workers never decide on the same account at once and locks
-- are always taken in the same order. Recording usage alone does without it; see usage_event.

CREATE TABLE account (
    id identifier PRIMARY KEY,
    name text,
    email text,
    -- Every document of the account is in it (rule 1.1).
    currency currency_code NOT NULL,
    -- IANA name.
    time_zone text NOT NULL,
    country text NOT NULL,
    region text,
    address text[] NOT NULL,
    tax_id text,
    is_tax_exempt boolean NOT NULL,
    payment_terms_days integer NOT NULL CHECK (payment_terms_days >= 0),
    collection text NOT NULL CHECK (collection IN ('automatic', 'manual')),
    -- Billing.BuyerInvoicing: what its clerks and their machines want on invoices (purchase order, buyer reference,
    -- electronic address, language). Read and written as a whole; each invoice keeps a copy.
    invoicing jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(invoicing) = 'object'),
    -- Billing.AccountBalance: which grants are left, and what is carried. Working memory of the rules, read and
    -- written as a whole; the truth for people is the sum of balance_entry, and checks/ compares the two.
    balance jsonb NOT NULL,
    -- When the next grant of the balance expires; NULL where none does.
    grant_expires_at timestamptz,
    created_at timestamptz NOT NULL
);

-- For the run that takes off what has expired (rule 9.1).
CREATE INDEX account_grant_expires ON account (grant_expires_at, id) WHERE grant_expires_at IS NOT NULL;

-- Rule 9.3: every change of a balance is a row with its cause.
CREATE TABLE balance_entry (
    account_id identifier NOT NULL REFERENCES account (id),
    position bigint GENERATED ALWAYS AS IDENTITY,
    cause text NOT NULL CHECK (
        cause IN (
            'granted', 'negative_invoice', 'applied', 'expired', 'carried', 'carried_collected', 'credit_note',
            'overpaid', 'prepaid', 'returned', 'disputed', 'voided')),
    minor_units bigint NOT NULL CHECK (minor_units <> 0),
    currency currency_code NOT NULL,
    -- When it took effect: of what expired, the end of its time, which may lie before the ledger booked it.
    at timestamptz NOT NULL,
    invoice_id identifier,
    reason text,
    PRIMARY KEY (account_id, position)
);

CREATE TRIGGER balance_entry_stays BEFORE UPDATE OR DELETE ON balance_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change('write another entry instead');

CREATE TABLE payment_method (
    account_id identifier NOT NULL REFERENCES account (id),
    id identifier NOT NULL,
    -- The lowest is the default, the others are backups in order.
    position integer NOT NULL,
    brand text,
    last4 text,
    -- "2027-12".
    expires_on text,
    processor text NOT NULL,
    -- The processor's ids of the method and of the customer.
    reference text NOT NULL,
    customer_reference text,
    -- The processor's mark of the card: tries are counted by it, whatever the card is saved as (rule 11.6).
    fingerprint text,
    -- The hard decline that bars it until it is replaced (rule 11.2).
    barred_by text,
    -- The fewest days of which the customer was told that the card expires.
    expiry_told integer,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, position) DEFERRABLE INITIALLY DEFERRED
);

-- Reminders of cards that expire.
CREATE INDEX payment_method_expiring ON payment_method ((expires_on COLLATE "C")) WHERE barred_by IS NULL;
