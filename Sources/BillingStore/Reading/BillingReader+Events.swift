public import Billing
public import BillingCalendar
import Postgres

/// Processors' messages and what came of them.
extension BillingReader {
    /// Messages, the latest received first; what is nil does not restrict.
    public func events(
        processor: String? = nil, isHandled: Bool? = nil, page: PageRequest = PageRequest()
    ) async throws -> Page<EventRecord> {
        try await list(SQL.events.listEvents, [.text(processor), .bool(isHandled)], page) { row in
            EventRecord(
                event: try ProcessorEvent(row), receivedAt: try row.instant("received_at"),
                handledAt: try row.optionalInstant("handled_at"), tries: Int(try row.int32("tries")),
                nextTryAt: try row.instant("next_try_at"), outcome: try row.optionalText("outcome"))
        }
    }
}

/// A message as lists show it.
public struct EventRecord: Sendable, Hashable {
    /// The message.
    public var event: ProcessorEvent
    /// When it was written down.
    public var receivedAt: Instant
    /// When nothing was left to be done; nil while something is.
    public var handledAt: Instant?
    /// How often it was looked at.
    public var tries: Int
    /// When it is looked at next; of no meaning once it is handled.
    public var nextTryAt: Instant
    /// What it came to, or why not yet.
    public var outcome: String?
}
