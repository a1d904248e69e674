import FaultInjection
import Glibc
import ProcessorSandbox

extension Stage {
    static let webhookSecret = "whsec_of_the_campaign"

    /// From now on the processors tell whoever listens at this stage's port.
    func tell(_ plan: WebhookPlan) {
        sandbox.setWebhooks(
            Customers.Processor.allCases.map {
                WebhookEndpoint(
                    processor: $0.rawValue,
                    url: "http://127.0.0.1:\(inboxPort)/webhooks/\($0.rawValue)", secret: Self.webhookSecret)
            }, plan: plan)
    }

    /// Starts a process that takes webhooks, and waits until it listens or has ended.
    func startInbox(
        crash: String? = nil, wrong: WrongVariant? = nil, recordOnly: Bool = false
    ) async throws -> RunningWorker {
        let inbox = try worker.start(
            ["webhooks", "serve", "--listen", "127.0.0.1:\(inboxPort)"]
                + (recordOnly ? ["--record-only"] : []),
            crash: crash, wrong: wrong)
        while inbox.isRunning && !inbox.output.contains("listening on ") {
            try await Task.sleep(for: .milliseconds(10))
        }
        return inbox
    }
}

/// A port on 127.0.0.1 on which nobody listens, outside the range that connections take theirs from.
enum FreePort {
    static func pick() -> Int {
        while true {
            let port = UInt16.random(in: 20_000...32_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isFree = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0
                }
            }
            if isFree { return Int(port) }
        }
    }
}
