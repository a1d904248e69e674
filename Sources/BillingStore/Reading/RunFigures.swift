public import Billing
public import BillingCalendar

/// What a run or a rehearsal came to, for the person who signs it: sums, comparisons and what to look at.
public struct RunFigures: Sendable {
    /// The most single rows of each list.
    public static let mostRows = 25

    /// How many boundaries came to what.
    public var outcomes: [OutcomeCount]
    /// Sums by currency.
    public var totals: [Total]
    /// Sums by plan and currency, the largest of a currency first.
    public var plans: [PlanTotal]
    /// Taxes by jurisdiction, component and rate.
    public var taxes: [TaxTotal]
    /// Invoices that differ most from the ones before.
    public var movers: [RunItem]
    /// Invoices over nothing or less.
    public var notPositive: [RunItem]
    /// Subscriptions set aside, with the reason.
    public var parked: [RunItem]
    /// Subscriptions that began or ended since the run before.
    public var customers: [CustomerChange]
    /// Invoices to be charged that no method can pay.
    public var unpayable: [Unpayable]

    /// A count of boundaries.
    public struct OutcomeCount: Sendable, Hashable {
        /// "invoice", "nothing" or "parked".
        public var outcome: String
        /// The invoice's status; of a draft "drafted", "held", "executed" or "lapsed".
        public var state: String
        /// How many.
        public var count: Int
    }

    /// Sums of one currency, in its minor units.
    public struct Total: Sendable, Hashable {
        /// ISO 4217.
        public var currencyCode: String
        /// How many invoices.
        public var invoices: Int
        /// Σ of the totals, with tax.
        public var totalMinorUnits: Int64
        /// Σ of the tax in them.
        public var taxMinorUnits: Int64
        /// Σ of what is to be collected.
        public var dueMinorUnits: Int64
        /// Of the same subscriptions' invoices before.
        public var previousMinorUnits: Int64
        /// Invoices over nothing.
        public var zero: Int
        /// Invoices below nothing.
        public var negative: Int
    }

    /// Sums of one plan in one currency.
    public struct PlanTotal: Sendable, Hashable {
        /// The plan's id.
        public var plan: String
        /// ISO 4217.
        public var currencyCode: String
        /// How many invoices.
        public var invoices: Int
        /// Σ of the totals, with tax.
        public var totalMinorUnits: Int64
    }

    /// Sums of one tax.
    public struct TaxTotal: Sendable, Hashable {
        /// ISO 4217.
        public var currencyCode: String
        /// Country or region, such as US-CA.
        public var jurisdiction: String
        /// nil for categories without a component (E, AE, O).
        public var name: String?
        /// S, Z, E, AE or O (8.2).
        public var category: String
        /// Percent.
        public var rate: String
        /// Σ of the bases.
        public var baseMinorUnits: Int64
        /// Σ of the tax.
        public var amountMinorUnits: Int64
    }

    /// A subscription that began or ended.
    public struct CustomerChange: Sendable, Hashable {
        /// The account's id.
        public var account: String
        /// The subscription's id.
        public var subscription: String
        /// The plan's id.
        public var plan: String
        /// Whether it ended; else it began.
        public var hasLeft: Bool
        /// When it began or ended.
        public var at: Instant
        /// The run before, or a month where there was none.
        public var since: Instant
    }

    /// An invoice that no method can pay.
    public struct Unpayable: Sendable, Hashable {
        /// The account's id.
        public var account: String
        /// The subscription's id.
        public var subscription: String
        /// nil for drafts.
        public var number: String?
        /// ISO 4217.
        public var currencyCode: String
        /// What is to be collected.
        public var amountDueMinorUnits: Int64
        /// What is the matter with each method.
        public var reason: String
    }
}

/// What a run came to for one boundary.
public struct RunItem: Sendable, Hashable {
    /// The account's id.
    public var account: String
    /// The subscription's id.
    public var subscription: String
    /// The boundary that was closed; nil where a parked subscription has none ahead.
    public var boundary: Instant?
    /// "invoice", "nothing" or "parked".
    public var outcome: String
    /// The invoice's status; of a draft "drafted", "held", "executed" or "lapsed".
    public var state: String
    /// The plan's id.
    public var plan: String
    /// The invoice's kind; nil without an invoice.
    public var kind: String?
    /// ISO 4217; nil without an invoice.
    public var currencyCode: String?
    /// Total with tax; nil without an invoice.
    public var totalMinorUnits: Int64?
    /// What is to be collected; nil without an invoice.
    public var amountDueMinorUnits: Int64?
    /// Of the invoice before.
    public var previousMinorUnits: Int64?
    /// nil for drafts and without an invoice.
    public var number: String?
    /// Why it was set aside, or is held.
    public var reason: String?
    /// Who holds it back.
    public var heldBy: String?
    /// Where the invoice's document stands in the document store; nil before it is made.
    public var documentPath: String?
}

/// A draft of a rehearsal, as it would be issued.
public struct DraftRecord: Sendable {
    /// The boundary it closes.
    public var boundary: Instant
    /// "invoice", "nothing" or "parked".
    public var outcome: String
    /// "drafted", "held", "executed" or "lapsed".
    public var state: String
    /// Why it would be set aside.
    public var reason: String?
    /// nil where there would be no invoice.
    public var content: InvoiceDraft?
}
