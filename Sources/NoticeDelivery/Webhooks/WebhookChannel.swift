import Billing
public import BillingCalendar
public import BillingRun
import Foundation
public import HTTPTransport

/// Webhooks to other programs in the Standard Webhooks form (standardwebhooks.com): one POST a notice, signed, with
/// the same `webhook-id` however often it is sent.
public struct WebhookChannel: NoticeChannel {
    private static let connectTimeoutMilliseconds = 5_000
    private static let totalTimeoutMilliseconds = 15_000
    private static let replySizeLimitBytes = 64 * 1_024

    /// Webhooks.
    public let channel = Delivery.Channel.webhook
    private let transport: HTTPTransport
    private let now: @Sendable () -> Instant

    /// - Parameter now: the clock, for the timestamp that is signed.
    public init(transport: HTTPTransport, now: @escaping @Sendable () -> Instant) {
        self.transport = transport
        self.now = now
    }

    /// Sends one webhook. Any 2xx takes it; 410 ends it; everything else is tried again.
    public func deliver(_ delivery: Delivery) async -> DeliveryAnswer {
        guard case .webhook(let endpoint) = delivery.destination else {
            return .refused(reason: "not a webhook")
        }
        if endpoint.isRemoved { return .skipped(reason: "the endpoint was removed") }
        let secrets = endpoint.secrets.compactMap(WebhookSecret.init)
        guard !secrets.isEmpty else {
            return .refused(reason: "the endpoint's secret is not of the form whsec_…")
        }
        let body: [UInt8]
        do {
            body = try Self.body(delivery.notice)
        } catch {
            return .refused(reason: "the notice cannot be written as JSON: \(error)")
        }
        let id = NoticeIdentity(delivery.notice).text
        let timestamp = now().secondsSinceEpoch
        let signatures = secrets.map { $0.signature(id: id, timestamp: timestamp, body: body) }
        var request = HTTPRequest(
            .post, endpoint.url,
            headers: [
                "Content-Type": "application/json", "User-Agent": "Dueday", "webhook-id": id,
                "webhook-timestamp": "\(timestamp)", "webhook-signature": signatures.joined(separator: " "),
            ], body: body)
        request.connectTimeoutMilliseconds = Self.connectTimeoutMilliseconds
        request.totalTimeoutMilliseconds = Self.totalTimeoutMilliseconds
        request.replySizeLimitBytes = Self.replySizeLimitBytes
        request.allowsPlainLoopback = true
        return Self.answer(await transport.send(request))
    }

    private struct Payload: Encodable {
        var type: String
        var timestamp: String
        var data: [String: String]
    }

    /// Keys are sorted: the same notice has the same bytes each time.
    static func body(_ notice: Notice) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = notice.facts
        data["account"] = notice.account
        return [UInt8](
            try encoder.encode(
                Payload(type: notice.kind.rawValue, timestamp: notice.at.description, data: data)))
    }

    private static func answer(_ outcome: HTTPOutcome) -> DeliveryAnswer {
        switch outcome {
        case .response(let response):
            let asked = response.headers["Retry-After"].flatMap { Int64($0) }
            return switch response.status {
            case 200...299: .delivered(note: "answered \(response.status)")
            case 410: .refused(reason: "answered 410: it does not want this any more")
            default: .failed(reason: "answered \(response.status)", retryAfterSeconds: asked)
            }
        case .notSent(.invalidRequest(let detail)):
            return .refused(reason: "the endpoint's address: \(detail)")
        case .notSent(let reason): return .unreachable(reason: reason.message)
        case .indeterminate(.timedOut(let detail)): return .unreachable(reason: "timed out: \(detail)")
        case .indeterminate(let reason): return .failed(reason: reason.message, retryAfterSeconds: nil)
        }
    }
}
