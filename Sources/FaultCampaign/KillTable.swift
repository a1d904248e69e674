import Billing
import BillingCalendar
import FaultInjection
import Glibc
import ProcessorSandbox

/// Every kill point of PROCESSORS 5 with every fault of the processor's and every outcome of a charge: one invoice a
/// case, killed once, run again, and judged by the processor's books.
struct KillTable: Sendable {
    /// What the card says.
    enum Outcome: String, Sendable, CaseIterable {
        case success
        case decline
        case processing

        fileprivate var answers: [SandboxOutcome] {
            switch self {
            case .success: [.succeeds]
            case .decline: [.declines(code: "insufficient_funds"), .succeeds]
            case .processing: [.processes]
            }
        }
    }

    /// What befalls the first two sendings of every charge; nil: nothing.
    var faults: [SandboxFault?]
    var outcomes: [Outcome]

    /// The slice that every commit goes through.
    static let slice = KillTable(
        faults: [
            .rateLimited, .conflict, .dropBefore, .dropAfter, .delay, .serverErrorBefore, .serverErrorAfter,
            .storedServerError, .truncated,
        ], outcomes: [.success])

    /// All of it.
    static let whole = KillTable(
        faults: [nil] + SandboxFault.allCases.map { $0 }, outcomes: Outcome.allCases)

    private static let asOf = Stage.start.adding(seconds: 86_400)
    private static let laneCount = 3
    /// Stages that share one kill of the server.
    private static let chunkSize = 9

    /// K1 to K8, where the process kills itself.
    private static let killed: [KillPoint] = [
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

    /// Every point that a run of the worker passes.
    static let pointsOfRuns = killed + [.sweepHasAsked]

    private struct Row: Sendable {
        var title: String
        var fresh: Stage
        var old: Stage
    }

    /// Plays all cases; what is found is in the tally.
    func play(on server: CampaignServer, _ tally: Tally) async throws {
        for outcome in outcomes {
            let fresh = Self.customers(
                Self.killed.map(\.rawValue) + ["K11"] + Self.atCommit.map { "K12-\($0.rawValue)" }, outcome)
            let old = Self.customers(Self.forgotten.map(\.rawValue), outcome)
            let templates = [try await server.database(), try await server.database()]
            try await fresh.fill(url: templates[0])
            try await old.fill(url: templates[1])
            for start in stride(from: 0, to: faults.count, by: Self.chunkSize) {
                var rows: [Row] = []
                for fault in faults[start..<min(start + Self.chunkSize, faults.count)] {
                    rows.append(
                        Row(
                            title: "\(fault?.rawValue ?? "no fault"), \(outcome.rawValue)",
                            fresh: try await stage(server, templates[0], fresh, fault),
                            old: try await stage(server, templates[1], old, fault)))
                }
                try await play(rows, on: server, tally)
            }
            for template in templates { try await server.drop(template) }
        }
    }

    private static func customers(_ names: [String], _ outcome: Outcome) -> Customers {
        Customers(all: names.map { Customers.Customer(account: $0, card: outcome.answers) })
    }

    private func stage(
        _ server: CampaignServer, _ template: String, _ customers: Customers, _ fault: SandboxFault?
    ) async throws -> Stage {
        let stage = try await Stage.make(url: server.database(copyOf: template), customers: customers)
        var plan = fault.map { FaultPlan.always($0, mostPerKey: 2) } ?? .none
        plan.delayMilliseconds = Stage.delayMilliseconds
        stage.sandbox.setFaults(plan)
        return stage
    }

    private func play(_ rows: [Row], on server: CampaignServer, _ tally: Tally) async throws {
        try await inLanes(rows.flatMap { row in Self.killed.map { (row.fresh, $0, $0.rawValue) } }) {
            try await kill($0, at: $1, account: $2, tally)
        }
        try await inLanes(rows.flatMap { row in Self.forgotten.map { (row.old, $0, $0.rawValue) } }) {
            try await kill($0, at: $1 == .sweepHasAsked ? .answerInHand : $1, account: $2, tally)
        }
        try await inLanes(rows.map(\.fresh)) { try await pausePastLease($0, tally) }
        try await killServer(under: rows.map(\.fresh), on: server, tally)
        try await inLanes(rows) { row in
            try await row.old.age(hours: 25)
            try await kill(row.old, at: .sweepHasAsked, account: KillPoint.sweepHasAsked.rawValue, tally)
            for stage in [row.fresh, row.old] {
                try await stage.runUntilQuiet(from: Self.asOf, tally)
                let judge = try await Judge(stage)
                tally.add(
                    judge.violations(allArePaid: true).map {
                        Violation(promise: $0.promise, detail: "[\(row.title)] \($0.detail)")
                    })
                tally.addFaults(stage.sandbox.faultCount())
                tally.addCases(judge.invoices.count)
                await stage.stop()
                try await server.drop(stage.url)
            }
        }
    }

    private static func arguments(_ account: String) -> [String] {
        ["run", "--as-of", "\(asOf)", "--account", account] + Stage.charging
    }

    private func kill(_ stage: Stage, at point: KillPoint, account: String, _ tally: Tally) async throws {
        if point == .sweepHasAsked { try await stage.endLeases() }
        let end = try await stage.worker.run(Self.arguments(account), crash: "\(point.rawValue):1")
        tally.add(end)
        guard end.wasKilled else { throw CampaignError.notReached("\(point.rawValue): \(end.output)") }
    }

    /// K11: a process stands still between mark and request until its lease is over and another has taken over.
    private func pausePastLease(_ stage: Stage, _ tally: Tally) async throws {
        let paused = try stage.worker.start(
            Self.arguments("K11"), crash: "\(KillPoint.afterMark.rawValue):1:stop")
        guard try await paused.stops() else { throw CampaignError.notReached("K11") }
        try await stage.endLeases()
        async let other = stage.worker.run(Self.arguments("K11"))
        // Half of them meet at the processor.
        if stage.sandbox.port.isMultiple(of: 2) { tally.add(try await other) }
        paused.signal(SIGCONT)
        tally.add(await paused.end())
        let end = try await other
        if !stage.sandbox.port.isMultiple(of: 2) { tally.add(end) }
    }

    /// K12: processes stand before their COMMITs; they go on, and the server dies in the same moment.
    private func killServer(under stages: [Stage], on server: CampaignServer, _ tally: Tally) async throws {
        var workers: [RunningWorker] = []
        for stage in stages {
            for point in Self.atCommit {
                let worker = try stage.worker.start(
                    Self.arguments("K12-\(point.rawValue)"), crash: "\(point.rawValue):1:stop")
                workers.append(worker)
                guard try await worker.stops() else {
                    throw CampaignError.notReached("K12-\(point.rawValue)")
                }
            }
        }
        try await server.checkpoint()
        for worker in workers { worker.signal(SIGCONT) }
        try await server.killAndRestart()
        tally.addServerKill()
        for worker in workers { tally.add(await worker.end(), databaseMayGo: true) }
    }

    /// Works on a few at a time.
    private func inLanes<Item: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = items[...]
            for item in waiting.prefix(Self.laneCount) { group.addTask { try await work(item) } }
            waiting = waiting.dropFirst(Self.laneCount)
            while try await group.next() != nil {
                guard let item = waiting.popFirst() else { continue }
                group.addTask { try await work(item) }
            }
        }
    }
}
