public import Billing
public import BillingCalendar

/// What rehearsals and approved runs read and write beside closing.
public protocol RehearsalTransaction: ClosingTransaction {
    /// Reads up to `limit` subscriptions whose boundary is at or before `asOf`, in the order of billing after
    /// `place`, without claiming them: nobody waits for a rehearsal.
    func due(
        _ scope: RunScope, asOf: Instant, after place: BoundaryPlace?, limit: Int
    ) async throws -> [ClaimedSubscription]

    /// Keeps what a rehearsal came to, to be shown, approved and compared.
    func write(_ drafts: [DraftInvoice], rehearsal: String) async throws

    /// Claims up to `limit` subscriptions whose next boundary has an approved draft that is not held, in the order
    /// of billing.
    func claimApproved(_ rehearsal: String, limit: Int) async throws -> [ClaimedSubscription]

    /// Whether any is left that `claimApproved` would give if nobody held it.
    func isAnyApprovedLeft(_ rehearsal: String) async throws -> Bool

    /// Which outcomes are not what the rehearsal showed; the dates of issue and payment do not count.
    func differences(_ outcomes: [BillingOutcome], from rehearsal: String) async throws -> [DraftDifference]

    /// Notes that drafts have become invoices, or closed periods without one, by a run.
    func markExecuted(_ outcomes: [BillingOutcome], of rehearsal: String, run: String?) async throws
}

extension RehearsalTransaction {
    /// Whether any is due, whoever holds it.
    public func isAnyLeft(_ scope: RunScope, asOf: Instant) async throws -> Bool {
        try await !due(scope, asOf: asOf, after: nil, limit: 1).isEmpty
    }
}

/// What a rehearsal shows of one boundary.
public struct DraftInvoice: Sendable, Hashable {
    /// What closing the boundary comes to.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// An invoice would be issued.
        case invoice
        /// The period would close without one (3.7).
        case nothing
        /// The subscription would be set aside.
        case parked
    }

    /// The subscription's id.
    public var subscription: String
    /// The account's id.
    public var account: String
    /// The boundary that would be closed.
    public var boundary: Instant
    /// What it comes to.
    public var outcome: Outcome
    /// The plan that is in force after it.
    public var plan: String
    /// The invoice as it would be issued; nil where there would be none.
    public var content: InvoiceDraft?
    /// Total of the subscription's invoice before this one; nil for the first. Minor units.
    public var previousTotalMinorUnits: Int64?
    /// Why the subscription would be set aside.
    public var reason: String?

    /// A draft with all its columns.
    public init(
        subscription: String, account: String, boundary: Instant, outcome: Outcome, plan: String,
        content: InvoiceDraft?, previousTotalMinorUnits: Int64?, reason: String?
    ) {
        self.subscription = subscription
        self.account = account
        self.boundary = boundary
        self.outcome = outcome
        self.plan = plan
        self.content = content
        self.previousTotalMinorUnits = previousTotalMinorUnits
        self.reason = reason
    }
}

/// How what would be issued differs from what was approved.
public struct DraftDifference: Sendable, Hashable {
    /// The subscription's id.
    public var subscription: String
    /// The boundary that is closed.
    public var boundary: Instant
    /// Total that was approved; nil where no invoice was. Minor units.
    public var approvedMinorUnits: Int64?
    /// Total now; nil where there is no invoice now.
    public var nowMinorUnits: Int64?
    /// ISO 4217 code of both.
    public var currencyCode: String?

    /// A difference with both sides.
    public init(
        subscription: String, boundary: Instant, approvedMinorUnits: Int64?, nowMinorUnits: Int64?,
        currencyCode: String?
    ) {
        self.subscription = subscription
        self.boundary = boundary
        self.approvedMinorUnits = approvedMinorUnits
        self.nowMinorUnits = nowMinorUnits
        self.currencyCode = currencyCode
    }
}
