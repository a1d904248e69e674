public import Billing

/// Takes apart a processor's webhook whose signature is right. Pure: no clock, no network.
///
/// What it gives is a hint. The object it names is fetched with ``PaymentGateway/fetch(_:)`` before anything is
/// believed; the message is acknowledged with 200 when it is written down, not before (PROCESSORS 6).
public protocol WebhookReader: Sendable {
    /// "stripe", "razorpay".
    var processor: String { get }

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - body: the bytes as they came; anything else has another signature.
    ///   - now: seconds since 1970.
    ///   - header: the value of a header by its name, without regard to case.
    func read(
        body: [UInt8], now: Int64, header: (_ name: String) -> String?
    ) throws(WebhookRefusal) -> ProcessorEvent
}

/// Why a message is not taken. Nothing of the message stands in it.
public enum WebhookRefusal: Error, Sendable, Hashable {
    /// More than 256 kB.
    case tooLarge
    /// The header is missing or is not a signature.
    case malformedSignature
    /// Signed with another secret, or changed on the way.
    case wrongSignature
    /// Signed more than 300 s ago: perhaps a message that somebody has kept.
    case tooOld
    /// Signed more than 300 s from now.
    case fromTheFuture
    /// A live event for a gateway in test mode, or the reverse.
    case wrongMode
    /// Signed rightly, and still not an event.
    case unreadable
}

extension WebhookRefusal: CustomStringConvertible {
    /// One line for logs and answers.
    public var description: String {
        switch self {
        case .tooLarge: "the message is larger than 256 kB"
        case .malformedSignature: "the signature is missing or malformed"
        case .wrongSignature: "the signature is not of any of our secrets"
        case .tooOld: "the signature is older than 300 s"
        case .fromTheFuture: "the signature is more than 300 s ahead of this clock"
        case .wrongMode: "the event is of the other mode, live or test"
        case .unreadable: "the message is signed, but it is not an event"
        }
    }
}
