import FaultInjection

/// Charges under keys: killed on their way, found again while the keys live, or when they have been forgotten.
struct StripeRows: KillRows {
    /// K1 to K8, where the process kills itself.
    static let killed: [KillPoint] = [
        .beforePrepareCommits, .afterPrepare, .beforeMarkCommits, .afterMark, .halfRequestSent, .answerInHand,
        .beforeSettle, .beforeSettleCommits, .afterSettle,
    ]
    /// K12: processes stand there when the server is killed.
    private static let atCommit: [KillPoint] = [
        .beforePrepareCommits, .beforeMarkCommits, .beforeSettleCommits,
    ]
    /// The same once more, but found only when the keys have been forgotten; K9 needs that.
    private static let forgotten: [KillPoint] = [
        .afterMark, .answerInHand, .beforeSettleCommits, .sweepHasAsked,
    ]

    var accounts: [[String]] {
        let fresh =
            (Self.killed + KillStep.inbox).map(\.rawValue) + ["K11"]
            + Self.atCommit.map { "K12-\($0.rawValue)" }
        return [fresh, Self.forgotten.map(\.rawValue)]
    }

    func play(_ rows: [KillTable.Row], on server: CampaignServer, _ tally: Tally) async throws {
        let cases = rows.flatMap { row in
            Self.killed.map { (row.stages[0], $0, $0.rawValue) }
                + Self.forgotten.map {
                    (row.stages[1], $0 == .sweepHasAsked ? .answerInHand : $0, $0.rawValue)
                }
        }
        try await Lanes.work(on: cases) { try await KillStep.kill($0, at: $1, account: $2, tally) }
        try await Lanes.work(on: rows) { row in
            try await KillStep.pausePastLease(row.stages[0], tally)
            if row.killsInbox { try await KillStep.killInbox(row.stages[0], tally) }
        }
        try await KillStep.killServer(
            under: rows.map { $0.stages[0] }, at: Self.atCommit, on: server, tally)
        try await Lanes.work(on: rows) { row in
            try await row.stages[1].age(hours: 25)
            let point = KillPoint.sweepHasAsked
            try await KillStep.kill(row.stages[1], at: point, account: point.rawValue, tally)
        }
    }
}
