public import FaultInjection

/// What the tests and the program `fault-campaign` start: each part makes a server of its own and says how it went.
public struct Campaign: Sendable {
    /// How a part went.
    public struct Result: Sendable {
        /// The counts on one line.
        public var line: String
        /// What was found, one line each; empty when every promise was kept.
        public var violations: [String]
    }

    /// Needs nothing.
    public init() {}

    /// The table of kill points, faults and outcomes: the slice for every commit, or the whole.
    public func table(isWhole: Bool) async throws -> Result {
        try await play { server, tally in
            try await (isWhole ? KillTable.whole : KillTable.slice).play(on: server, tally)
        }
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
    public func many(seed: UInt64, charges: Int, kills: Int) async throws -> Result {
        try await play { server, tally in
            try await ManyCharges(seed: seed, charges: charges, kills: kills).play(on: server, tally)
        }
    }

    private func play(_ part: (CampaignServer, Tally) async throws -> Void) async throws -> Result {
        let tally = Tally()
        try await part(try await CampaignServer.start(), tally)
        return Result(line: tally.line, violations: tally.violations.map(\.description))
    }
}
