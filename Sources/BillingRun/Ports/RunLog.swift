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
    public var id: String
    public var asOf: Instant
    public var startedAt: Instant
    public var scope: RunScope

    public init(id: String, asOf: Instant, startedAt: Instant, scope: RunScope) {
        self.id = id
        self.asOf = asOf
        self.startedAt = startedAt
        self.scope = scope
    }
}
