/// The rounds of one run or command, batch by batch until none can be served: remembers what was passed over, so that
/// nobody waits behind it.
struct ChargingRounds {
    /// More rounds than this that wait for a processor which is not set up end the charging.
    static let mostUnserved = 10_000

    /// Invoices whose card another worker tries.
    private var waiting: Set<String> = []
    /// Invoices whose method is at a processor that is not set up.
    private var unserved: Set<String> = []
    private var hasProgressed = false

    /// Charges the next batch; nil when nothing is left. What waited for another worker's try is looked at again as long
    /// as anything moves.
    ///
    /// - Throws: ``RunError/noGateway(processor:)`` where too much waits for one that is not set up.
    mutating func next(_ charging: Charging) async throws -> Charging.Batch? {
        while true {
            let batch = try await charging.nextBatch(passingOver: waiting.union(unserved))
            guard batch.isLast else {
                try pass(over: batch.obstacles)
                hasProgressed = hasProgressed || !batch.settled.isEmpty || !batch.failedRounds.isEmpty
                return batch
            }
            guard !waiting.isEmpty, hasProgressed else { return nil }
            waiting = []
            hasProgressed = false
        }
    }

    private mutating func pass(over obstacles: [String: RoundStep.Obstacle]) throws {
        for (invoice, obstacle) in obstacles {
            switch obstacle {
            case .otherTry: waiting.insert(invoice)
            case .noGateway(let processor):
                unserved.insert(invoice)
                if unserved.count > Self.mostUnserved { throw RunError.noGateway(processor: processor) }
            }
        }
    }
}

extension Charging.Batch {
    /// The processors that rounds of it wait for, because they are not set up here.
    var missingProcessors: Set<String> {
        Set(
            obstacles.values.compactMap { obstacle in
                if case .noGateway(let processor) = obstacle { processor } else { nil }
            })
    }
}
