public import BillingCalendar

/// A try that somebody thinks of: what ceilings are asked about.
public struct PlannedTry: Sendable, Hashable {
    /// When it would be made.
    public var at: Instant
    /// Minor units of `currencyCode`.
    public var amountMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String

    /// A try of an amount at an instant.
    public init(at: Instant, amountMinorUnits: Int64, currencyCode: String) {
        self.at = at
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
    }
}

/// What was tried before and counts against another try; tries older than 30 days may be left out.
public struct TryHistory: Sendable, Hashable {
    /// One try for the invoice.
    public struct Try: Sendable, Hashable {
        /// When it was sent.
        public var at: Instant
        /// The method's id.
        public var method: String

        /// A try of a method.
        public init(at: Instant, method: String) {
            self.at = at
            self.method = method
        }
    }

    /// A try of the card that was declined, for whatever invoice.
    public struct Decline: Sendable, Hashable {
        /// When it was sent.
        public var at: Instant
        /// Whether it failed for a technical reason, so that it says nothing about the card.
        public var isTechnical: Bool
        /// Minor units of `currencyCode`.
        public var amountMinorUnits: Int64
        /// ISO 4217 code.
        public var currencyCode: String

        /// A decline of a card.
        public init(at: Instant, isTechnical: Bool, amountMinorUnits: Int64, currencyCode: String) {
            self.at = at
            self.isTechnical = isTechnical
            self.amountMinorUnits = amountMinorUnits
            self.currencyCode = currencyCode
        }
    }

    /// The tries for the invoice, by any method.
    public var ofInvoice: [Try]
    /// The declines of the card, for any invoice.
    public var ofCard: [Decline]

    /// Nothing was tried unless it is named.
    public init(ofInvoice: [Try] = [], ofCard: [Decline] = []) {
        self.ofInvoice = ofInvoice
        self.ofCard = ofCard
    }
}
