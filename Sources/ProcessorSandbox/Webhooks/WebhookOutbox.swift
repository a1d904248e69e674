/// The events that happened and the copies that are still to be sent. With a journal they outlive the sandbox: what was
/// not delivered goes to the endpoints that the next one is started with.
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
    ///
    /// - Returns: what is to be written down, where the copy has come to its end.
    mutating func note(_ delivery: Delivery, isDelivered: Bool) -> EndedDelivery? {
        var again = delivery
        again.tries += 1
        guard !isDelivered, again.tries < plan.mostTries else {
            if isDelivered { events[delivery.event].delivered += 1 }
            return EndedDelivery(
                event: events[delivery.event].id, url: delivery.endpoint.url, isDelivered: isDelivered)
        }
        let pause = plan.retryMilliseconds << min(again.tries - 1, 10)
        again.dueAt = .now.advanced(by: .milliseconds(pause))
        waiting.append(again)
        return nil
    }

    /// Takes up what a journal tells of the time before.
    mutating func replay(_ entry: JournalEntry) {
        if let told = entry.events { add(told) }
        guard let ended = entry.ended, let event = events.lastIndex(where: { $0.id == ended.event }) else {
            return
        }
        if ended.isDelivered { events[event].delivered += 1 }
        if let copy = waiting.firstIndex(where: { $0.event == event && $0.endpoint.url == ended.url }) {
            waiting.remove(at: copy)
        }
    }

    private func draw(_ position: Int, _ nth: UInt64) -> UInt64 {
        FaultDice.mix(plan.seed, "event \(position)", nth)
    }
}
