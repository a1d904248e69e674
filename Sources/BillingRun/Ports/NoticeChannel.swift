/// How one try of a delivery ended.
public enum DeliveryAnswer: Sendable, Hashable {
    /// The receiver has taken it.
    case delivered(note: String)
    /// Not taken, or nobody knows: it is sent again under the same id.
    case failed(reason: String, retryAfterSeconds: Int64?)
    /// The receiver will never take it.
    case refused(reason: String)
    /// There is nobody to send it to.
    case skipped(reason: String)
    /// The mail server or endpoint is out of reach; it is left alone for the rest of the run.
    case unreachable(reason: String)
    /// Its lane is out of reach: nothing was sent.
    case notTried(reason: String)
}

/// A way out for notices; mail and webhooks conform.
///
/// The same delivery may be handed over more than once: after a crash nobody knows whether it arrived. So whatever
/// leaves carries an id that is the same each time.
public protocol NoticeChannel: Sendable {
    /// Which deliveries it takes.
    var channel: Delivery.Channel { get }

    /// Sends one delivery once.
    func deliver(_ delivery: Delivery) async -> DeliveryAnswer
}
