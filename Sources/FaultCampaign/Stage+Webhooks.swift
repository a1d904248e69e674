import FaultInjection
import ProcessorSandbox

extension Stage {
    static let webhookSecret = "whsec_of_the_campaign"

    /// From now on the processors tell whoever listens at this stage's port.
    func tell(_ plan: WebhookPlan) {
        sandbox.setWebhooks(
            Customers.Processor.allCases.map {
                WebhookEndpoint(
                    processor: $0.rawValue,
                    url: "http://127.0.0.1:\(inboxPort.number)/webhooks/\($0.rawValue)",
                    secret: Self.webhookSecret)
            }, plan: plan)
    }

    /// Starts a process that takes webhooks, and waits until it listens or has ended.
    func startInbox(
        crash: String? = nil, wrong: WrongVariant? = nil, recordOnly: Bool = false
    ) async throws -> RunningWorker {
        let inbox = try worker.start(
            ["webhooks", "serve", "--listen", "127.0.0.1:\(inboxPort.number)"]
                + (recordOnly ? ["--record-only"] : []),
            crash: crash, wrong: wrong)
        while inbox.isRunning && !inbox.output.contains("listening on ") {
            try await Task.sleep(for: .milliseconds(10))
        }
        return inbox
    }
}
