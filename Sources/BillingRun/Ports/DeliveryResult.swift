import Billing

/// What one try of a delivery came to, as it is written down.
public struct DeliveryResult: Sendable, Hashable {
    /// Where the delivery stands afterwards.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// To be tried again.
        case waiting
        case delivered
        /// Given up until an operator says otherwise.
        case dead
        /// There was nobody to send it to.
        case skipped
    }

    /// The delivery's number.
    public var delivery: Int64
    /// Where it stands now.
    public var state: State
    /// What happened, in one line.
    public var outcome: String
    /// Seconds until the next try; of no meaning unless it waits.
    public var secondsUntilNext: Int64
    /// Nothing was tried: the try does not count.
    public var isPutBack: Bool

    /// What is worth a retry waits by ``DeliveryRetry``; what is not, or is over, is at its end.
    public init(_ delivery: Delivery, _ answer: DeliveryAnswer) {
        let retried: (reason: String, asked: Int64)
        switch answer {
        case .delivered(let note):
            self.init(delivery, .delivered, note)
            return
        case .refused(let reason):
            self.init(delivery, .dead, reason)
            return
        case .skipped(let reason):
            self.init(delivery, .skipped, reason)
            return
        case .notTried(let reason):
            self.init(delivery, .waiting, reason)
            isPutBack = true
            return
        case .failed(let reason, let asked): retried = (reason, asked ?? 0)
        case .unreachable(let reason): retried = (reason, 0)
        }
        let next = DeliveryRetry.secondsUntilNext(
            afterTries: delivery.tries, delivery: delivery.id, asked: retried.asked)
        self.init(delivery, next == nil ? .dead : .waiting, retried.reason)
        secondsUntilNext = next ?? 0
    }

    private init(_ delivery: Delivery, _ state: State, _ outcome: String) {
        self.delivery = delivery.id
        self.state = state
        self.outcome = outcome
        secondsUntilNext = 0
        isPutBack = false
    }
}
