/// What the tests and the program `fault-campaign` start: each part makes a server of its own and gives its tally.
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

    private func play(_ part: (CampaignServer, Tally) async throws -> Void) async throws -> Result {
        let tally = Tally()
        try await part(try await CampaignServer.start(), tally)
        return Result(line: tally.line, violations: tally.violations.map(\.description))
    }
}
