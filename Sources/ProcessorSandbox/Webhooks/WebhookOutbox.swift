/// The events that happened and the copies that are still to be sent. They live as long as the sandbox: a restart
/// loses what was not delivered.
struct WebhookOutbox: Sendable {
    /// A copy on its way.
    struct Delivery: Sendable {
        /// Position in ``events``.
        let event: Int
        let endpoint: WebhookEndpoint
        var dueAt: ContinuousClock.Instant
        var tries = 0
    }

    private(set) var endpoints: [WebhookEndpoint]
    private(set) var events: [SandboxEvent] = []
    private var plan: WebhookPlan
    private var waiting: [Delivery] = []

    init(endpoints: [WebhookEndpoint], plan: WebhookPlan) {
        self.endpoints = endpoints
        self.plan = plan
    }

    mutating func set(_ endpoints: [WebhookEndpoint], _ plan: WebhookPlan) {
        self.endpoints = endpoints
        self.plan = plan
    }

    mutating func add(_ new: [SandboxEvent]) {
        for event in new {
            events.append(event)
            let position = events.count - 1
            for endpoint in endpoints where endpoint.processor == event.processor {
                let spread = UInt64(plan.mostCopies - plan.leastCopies + 1)
                let copies = plan.leastCopies + Int(draw(position, 0) % spread)
                for copy in 0..<copies {
                    let delay = draw(position, UInt64(copy + 1)) % UInt64(plan.mostDelayMilliseconds + 1)
                    waiting.append(
                        Delivery(
                            event: position, endpoint: endpoint,
                            dueAt: .now.advanced(by: .milliseconds(Int64(delay)))))
                }
            }
        }
    }

    /// Takes out what is due.
    mutating func takeDue() -> [(delivery: Delivery, event: SandboxEvent)] {
        guard !waiting.isEmpty else { return [] }
        let now = ContinuousClock.now
        let due = waiting.filter { $0.dueAt <= now }
        waiting.removeAll { $0.dueAt <= now }
        return due.map { ($0, events[$0.event]) }
    }

    /// Notes how a copy arrived; one that did not goes again.
    mutating func note(_ delivery: Delivery, isDelivered: Bool) {
        if isDelivered {
            events[delivery.event].delivered += 1
            return
        }
        var again = delivery
        again.tries += 1
        guard again.tries < plan.mostTries else { return }
        let pause = plan.retryMilliseconds << min(again.tries - 1, 10)
        again.dueAt = .now.advanced(by: .milliseconds(pause))
        waiting.append(again)
    }

    private func draw(_ position: Int, _ nth: UInt64) -> UInt64 {
        FaultDice.mix(plan.seed, "event \(position)", nth)
    }
}
