import Glibc
import HTTPTransport

/// Sends events to their endpoints for as long as the sandbox runs.
final class WebhookSender: Sendable {
    private let loop: Task<Void, Never>
    private let transport: HTTPTransport

    init(engine: SandboxEngine) throws(SandboxError) {
        let transport: HTTPTransport
        do { transport = try HTTPTransport(maximumConnections: 16) } catch { throw .cannotSend("\(error)") }
        self.transport = transport
        loop = Task {
            while !Task.isCancelled {
                let due = engine.withState { state in
                    state.passTime()
                    return state.webhooks.takeDue()
                }
                // Side by side: a slow receiver holds up nobody, and nothing promises an order.
                for (delivery, event) in due {
                    Task {
                        let isDelivered = await Self.send(event, to: delivery.endpoint, transport)
                        engine.withState { $0.note(delivery, isDelivered: isDelivered) }
                    }
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    func stop() async {
        loop.cancel()
        await loop.value
        await transport.shutDown()
    }

    private static func send(
        _ event: SandboxEvent, to endpoint: WebhookEndpoint, _ transport: HTTPTransport
    ) async -> Bool {
        var request = HTTPRequest(.post, endpoint.url, body: Array(event.body.utf8))
        request.allowsPlainLoopback = true
        request.totalTimeoutMilliseconds = 5_000
        request.headers.add(name: "Content-Type", value: "application/json")
        let body = Array(event.body.utf8)
        if endpoint.processor == "razorpay" {
            request.headers.add(
                name: "X-Razorpay-Signature", value: SandboxSignature.code(of: body, secret: endpoint.secret))
            request.headers.add(name: "x-razorpay-event-id", value: event.id)
        } else {
            // Real time, whatever the sandbox's clock says: the receiver compares it with its own.
            let now = Int64(time(nil))
            let code = SandboxSignature.code(of: Array("\(now).".utf8) + body, secret: endpoint.secret)
            request.headers.add(name: "Stripe-Signature", value: "t=\(now),v1=\(code)")
        }
        guard case .response(let response) = await transport.send(request) else { return false }
        return (200..<300).contains(response.status)
    }
}
