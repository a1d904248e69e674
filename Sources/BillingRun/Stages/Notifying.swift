import Billing

/// notify: hands notices to their receivers, each by itself and with no transaction open.
///
/// A delivery is claimed with a lease and its try is counted, then it leaves, then its result is written at once.
/// Killed in between, it leaves again under the same id when the lease is over.
struct Notifying: Sendable {
    let books: any BillingBooks
    let channels: [Delivery.Channel: any NoticeChannel]
    let scope: RunScope
    let batchSize: Int
    /// Mail servers and endpoints that were out of reach in this run.
    private(set) var lost: Set<Delivery.Lane> = []
    /// Why no mails leave; nil where the mail server was reached, or was not asked.
    private(set) var mailProblem: String?

    /// How many deliveries are under way at once: the most that a crash may send twice.
    static let width = 8

    init(books: any BillingBooks, channels: [any NoticeChannel], scope: RunScope, batchSize: Int) {
        self.books = books
        self.channels = Dictionary(channels.map { ($0.channel, $0) }, uniquingKeysWith: { first, _ in first })
        self.scope = scope
        self.batchSize = batchSize
    }

    /// Makes the deliveries of new notices and gives up those that waited too long for their channel.
    ///
    /// - Returns: how many were given up.
    func distribute() async throws -> Int {
        while try await books.transaction({ try await $0.distributeNotices(scope, limit: batchSize) })
            >= batchSize
        {}
        var expired = 0
        for channel in channels.keys {
            expired += try await books.transaction {
                try await $0.expireDeliveries(by: channel, days: DeliveryRetry.mostDaysWaiting)
            }
        }
        return expired
    }

    /// Delivers one batch; an empty one means that nothing is due any more.
    mutating func nextBatch() async throws -> [DeliveryResult] {
        guard !channels.isEmpty else { return [] }
        let (scope, lost, limit, open) = (scope, lost, Self.width * 2, Set(channels.keys))
        let claimed = try await books.transaction {
            try await $0.claimDeliveries(scope, channels: open, passingOver: lost, limit: limit)
        }
        return try await withThrowingTaskGroup(of: (Delivery, DeliveryAnswer).self) { group in
            var results: [DeliveryResult] = []
            var waiting = claimed[...]
            while results.count < claimed.count {
                while results.count + Self.width > claimed.count - waiting.count,
                    let next = waiting.popFirst()
                {
                    start(next, in: &group)
                }
                guard let (delivery, answer) = try await group.next() else { break }
                if case .unreachable(let reason) = answer {
                    self.lost.insert(delivery.lane)
                    if delivery.channel == .mail { mailProblem = mailProblem ?? reason }
                }
                let result = DeliveryResult(delivery, answer)
                try await books.transaction { try await $0.write([result]) }
                results.append(result)
            }
            return results
        }
    }

    private func start(
        _ delivery: Delivery, in group: inout ThrowingTaskGroup<(Delivery, DeliveryAnswer), any Error>
    ) {
        guard let channel = channels[delivery.channel], !lost.contains(delivery.lane) else {
            return group.addTask { (delivery, .notTried(reason: "out of reach earlier in this run")) }
        }
        group.addTask { (delivery, await channel.deliver(delivery)) }
    }

    /// Deliveries that wait for a channel that is not set up.
    func waitingForChannel() async throws -> [Delivery.Channel: Int] {
        let waiting = try await books.transaction { try await $0.waitingDeliveries(scope) }
        return waiting.filter { channels[$0.key] == nil && $0.value > 0 }
    }
}
