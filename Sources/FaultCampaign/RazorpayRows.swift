import FaultInjection

/// Debits without keys: each has an order, is announced, and is asked for a day and a half later. A process dies while
/// it announces, or while it asks.
struct RazorpayRows: KillRows {
    /// Whether announcing is killed too; what the bank says later makes no difference to that.
    var killsAnnouncing: Bool

    /// Where it is killed while it asks: every debit goes through the sweep, T2, the requests and T3.
    private static let asking: [KillPoint] = [
        .beforeMarkCommits, .afterMark, .halfRequestSent, .answerInHand, .beforeSettle, .beforeSettleCommits,
        .afterSettle, .sweepHasAsked,
    ]
    /// K12: processes stand there when the server is killed.
    private static let atCommit: [KillPoint] = [.beforeMarkCommits, .beforeSettleCommits]
    /// The notice, and a little more.
    private static let noticeHours = 38

    var accounts: [[String]] {
        let asking =
            (Self.asking + KillStep.inbox).map(\.rawValue) + ["K11"]
            + Self.atCommit.map { "K12-\($0.rawValue)" }
        return killsAnnouncing ? [asking, StripeRows.killed.map(\.rawValue)] : [asking]
    }

    func play(_ rows: [KillTable.Row], on server: CampaignServer, _ tally: Tally) async throws {
        let announcing = rows.flatMap { row in
            row.stages.dropFirst().flatMap { stage in StripeRows.killed.map { (stage, $0) } }
        }
        try await Lanes.work(on: announcing) {
            try await KillStep.kill($0, at: $1, account: $1.rawValue, tally)
        }
        try await Lanes.work(on: rows) { try await announce(on: $0.stages[0], tally) }
        try await Lanes.work(on: rows.flatMap { row in Self.asking.map { (row.stages[0], $0) } }) {
            try await KillStep.kill($0, at: $1, account: $1.rawValue, tally)
        }
        try await Lanes.work(on: rows) { row in
            try await KillStep.pausePastLease(row.stages[0], tally)
            if row.killsInbox { try await KillStep.killInbox(row.stages[0], tally) }
        }
        try await KillStep.killServer(
            under: rows.map { $0.stages[0] }, at: Self.atCommit, on: server, tally)
    }

    /// All orders are made, whatever befalls the first two requests for them, and their notices run out.
    private func announce(on stage: Stage, _ tally: Tally) async throws {
        for _ in 0..<3 {
            tally.add(try await stage.worker.run(["run", "--as-of", "\(KillStep.asOf)"] + Stage.charging))
            try await stage.endLeases()
            try await stage.age(hours: 1)
        }
        try await stage.age(hours: Self.noticeHours)
    }
}
