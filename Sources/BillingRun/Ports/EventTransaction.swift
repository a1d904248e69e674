public import Billing
public import BillingCalendar

/// Where processors' messages are written down and worked off.
public protocol EventTransaction: Sendable {
    /// Writes a message down.
    ///
    /// - Returns: false where it came before.
    func record(_ event: ProcessorEvent) async throws -> Bool

    /// Claims messages of these processors that are due, in the order received, leases them to this worker and counts
    /// the try; those that another worker holds are passed over.
    func claimEvents(of processors: Set<String>, limit: Int) async throws -> [ReceivedEvent]

    /// Writes what looking at messages came to; one that is handled stays handled.
    func write(_ results: [EventResult]) async throws

    /// The id of the attempt that a processor's charge is of; nil where it is none of ours.
    func attempt(ofCharge reference: String, processor: String) async throws -> String?

    /// Whether a charge that was sent to a processor by then has no answer yet, so that a charge of it may be ours
    /// without being known.
    ///
    /// - Parameter epoch: seconds since 1970, by the database's clock.
    func hasUnanswered(processor: String, sentUntil epoch: Int64) async throws -> Bool

    /// Keeps and posts a refund of an attempt that was made at the processor, or that it failed after all; each once.
    ///
    /// - Returns: false where it was posted before, or a failure has nothing to take back.
    func post(
        outside refund: ProcessorRefund, isBack: Bool, of attempt: PaymentAttempt, at: Instant
    ) async throws -> Bool

    /// The accounts that have a processor's method or, where none has it, its customer; each with the method that it
    /// has there.
    func holders(ofMethod reference: String, customer: String?, processor: String) async throws
        -> [MethodHolder]
}

/// A message that was written down.
public struct ReceivedEvent: Sendable, Hashable {
    /// The message.
    public var event: ProcessorEvent
    /// How often it was looked at, this time included.
    public var tries: Int

    /// A message as a store reads it.
    public init(event: ProcessorEvent, tries: Int) {
        self.event = event
        self.tries = tries
    }
}

/// An account with a method at a processor.
public struct MethodHolder: Sendable, Hashable {
    /// The account's id.
    public var account: String
    /// A method of the account at the processor.
    public var method: PaymentMethod
    /// Whether it is the method that was asked for; otherwise it only has the same customer.
    public var isTheMethod: Bool

    /// A holder as a store reads it.
    public init(account: String, method: PaymentMethod, isTheMethod: Bool) {
        self.account = account
        self.method = method
        self.isTheMethod = isTheMethod
    }
}

/// What looking at one message came to.
public struct EventResult: Sendable, Hashable {
    /// The processor that sent it.
    public var processor: String
    /// The processor's id of the message.
    public var id: String
    /// Whether nothing is left to be done.
    public var isHandled: Bool
    /// What it came to, or why not yet, in one line.
    public var outcome: String
    /// Seconds until it is looked at again; 0 where it is handled.
    public var secondsUntilNext: Int64

    /// A message that is done with.
    public static func handled(_ received: ReceivedEvent, _ outcome: String) -> EventResult {
        EventResult(
            processor: received.event.processor, id: received.event.id, isHandled: true, outcome: outcome,
            secondsUntilNext: 0)
    }

    /// A message that is looked at again: later each time, once a day in the end, and never given up.
    public static func postponed(_ received: ReceivedEvent, _ reason: String) -> EventResult {
        let wait = DeliveryRetry.secondsUntilNext(
            afterTries: received.tries, delivery: Int64(received.event.id.utf8.count))
        return EventResult(
            processor: received.event.processor, id: received.event.id, isHandled: false, outcome: reason,
            secondsUntilNext: wait ?? 86_400)
    }
}
