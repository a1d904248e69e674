import Glibc

/// Everything that changes while the sandbox runs.
struct SandboxState: Sendable {
    /// A request that was begun and answers later.
    struct Pending: Sendable {
        let request: SandboxRequest
        let processor: SandboxProcessor
        /// What is to be taken off the list of running keys.
        let key: String?
    }

    var configuration: SandboxConfiguration
    private(set) var world = World()
    var dice: FaultDice
    /// Keys whose first request is still under way.
    var runningKeys: Set<String> = []
    /// Keys that came again with other parameters.
    var misusedKeys: Set<String> = []
    /// Nil: real time.
    var frozenAt: Int64?
    /// When requests came, in that order, where they are kept.
    private(set) var arrivals: [ContinuousClock.Instant] = []
    /// Nil: no limit.
    private var limiter: RateLimiter?
    var webhooks: WebhookOutbox
    private let journal: Journal?

    init(_ configuration: SandboxConfiguration) throws(SandboxError) {
        self.configuration = configuration
        dice = FaultDice(configuration.faults)
        limiter = configuration.requestsPerSecond.map { RateLimiter(requestsPerSecond: $0) }
        webhooks = WebhookOutbox(endpoints: configuration.webhooks, plan: configuration.webhookPlan)
        frozenAt = configuration.startsAt
        guard let path = configuration.journalPath else {
            journal = nil
            return
        }
        let (journal, entries) = try Journal.open(path: path, syncs: configuration.syncsJournal)
        self.journal = journal
        for entry in entries {
            world.apply(entry)
            webhooks.replay(entry)
        }
    }

    /// Seconds since 1970 by the sandbox's clock.
    var now: Int64 { frozenAt ?? Int64(time(nil)) }

    /// Writes the entry down, then makes it so. On an error nothing has changed.
    mutating func commit(_ entry: JournalEntry) throws(SandboxError) {
        var entry = entry
        if !webhooks.endpoints.isEmpty {
            entry.events = SandboxEvents.events(of: entry, before: world, now: now)
        }
        try journal?.append(entry)
        if let events = entry.events { webhooks.add(events) }
        world.apply(entry)
    }

    /// Notes how a copy of an event arrived. Where that cannot be written down a restart sends it once more, as
    /// processors do.
    mutating func note(_ delivery: WebhookOutbox.Delivery, isDelivered: Bool) {
        guard let ended = webhooks.note(delivery, isDelivered: isDelivered) else { return }
        try? journal?.append(JournalEntry(ended: ended))
    }

    /// Whether one more request is within the limit.
    mutating func isWithinLimit() -> Bool {
        if configuration.keepsArrivals { arrivals.append(.now) }
        return limiter?.take() ?? true
    }
}
