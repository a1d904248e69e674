public import FaultInjection

/// What the tests and the program `fault-campaign` start: each part makes a server of its own and says how it went.
public struct Campaign: Sendable {
    /// How a part went.
    public struct Result: Sendable {
        let tally: Tally

        /// The counts on one line.
        public var line: String { tally.line }

        /// What was found, one line each; empty when every promise was kept.
        public var violations: [String] { tally.violations.map(\.description) }

        /// Cases that proved nothing, because no process got to where it was to die, one line each; empty when the part
        /// may count as played.
        public var unreached: [String] { tally.unreached }

        /// The promise that weighs most of those that were broken: I1 before I2, and so on; nil when all were kept.
        public var gravest: String? {
            let order = Violation.Promise.allCases
            return tally.violations.min {
                order.firstIndex(of: $0.promise) ?? 0 < order.firstIndex(of: $1.promise) ?? 0
            }?.description
        }

        /// Several parts as one.
        public static func total(_ results: [Result]) -> Result {
            let tally = Tally()
            for result in results { tally.add(result.tally) }
            return Result(tally: tally)
        }
    }

    /// Needs nothing.
    public init() {}

    /// The table of kill points, faults and outcomes, as much of it as every commit goes through.
    public func slice() async throws -> Result {
        try await play { server, tally in try await KillTable.slice.play(on: server, tally) }
    }

    /// The pieces of the whole table: one for each processor and outcome, "razorpay-late_success".
    public static var pieces: [String] { KillTable.whole.pieces.map(\.name) }

    /// One piece of the whole table.
    ///
    /// - Throws: where there is none of that name, or a case could not be played.
    public func piece(_ name: String) async throws -> Result {
        guard let piece = KillTable.whole.pieces.first(where: { $0.name == name }) else {
            throw CampaignError.noPiece(name)
        }
        return try await play { server, tally in try await piece.table.play(on: server, tally) }
    }

    /// One seed of the random campaign.
    ///
    /// - Parameter wrong: a variant that charges wrongly; then an empty list of violations is the failure.
    public func random(
        seed: UInt64, customers: Int = 24, rounds: Int = 10, wrong: WrongVariant? = nil
    ) async throws -> Result {
        try await play { server, tally in
            try await RandomCampaign(seed: seed, customers: customers, rounds: rounds, wrong: wrong)
                .play(on: server, tally)
        }
    }

    /// A run over many charges, killed again and again.
    public func many(seed: UInt64, charges: Int = 2_000, kills: Int = 5) async throws -> Result {
        try await play { server, tally in
            try await ManyCharges(seed: seed, charges: charges, kills: kills).play(on: server, tally)
        }
    }

    /// A database put back to an older copy, as often as there are seeds.
    public func restores(seeds: Range<UInt64>, customers: Int = 12, rounds: Int = 3) async throws -> Result {
        try await play { server, tally in
            for seed in seeds {
                try await RestoreCampaign(seed: seed, customers: customers, rounds: rounds)
                    .play(on: server, tally)
            }
        }
    }

    private func play(_ part: (CampaignServer, Tally) async throws -> Void) async throws -> Result {
        let tally = Tally()
        let server = try await CampaignServer.start()
        do {
            try await part(server, tally)
        } catch {
            await server.end()
            throw error
        }
        await server.end()
        return Result(tally: tally)
    }
}
