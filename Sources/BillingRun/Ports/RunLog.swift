import Billing
public import BillingCalendar

/// Where runs are noted.
public protocol RunLogTransaction: Sendable {
    /// Notes that a run began.
    func beginRun(_ run: RunRecord) async throws
    /// Notes how it ended; the report as JSON text.
    func finishRun(_ id: String, report: String, at: Instant) async throws
}

/// A run as it begins.
public struct RunRecord: Sendable, Hashable {
    /// What it is for.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Bills.
        case run
        /// Shows what a run would bill.
        case rehearsal
    }

    /// Names the run in reports, parked subscriptions and invoices.
    public var id: String
    /// Boundaries and rounds up to here are due; also the instant on what the run issues.
    public var asOf: Instant
    /// When it really began, by the clock; says nothing about what is billed.
    public var startedAt: Instant
    /// What it was limited to.
    public var scope: RunScope
    /// What it is for.
    public var kind: Kind

    /// A run about to begin.
    public init(id: String, asOf: Instant, startedAt: Instant, scope: RunScope, kind: Kind = .run) {
        self.id = id
        self.kind = kind
        self.asOf = asOf
        self.startedAt = startedAt
        self.scope = scope
    }
}
