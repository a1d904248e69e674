import BillingCalendar
import FaultInjection
import Glibc
import ProcessorSandbox

/// What is done to one case of the table: a process dies, or stands still, where it is told to.
enum KillStep {
    static let asOf = Stage.start.adding(seconds: 86_400)

    /// K10: where the process that takes webhooks dies.
    static let inbox: [KillPoint] = [.beforeEventCommits, .beforeEventIsAcknowledged]

    /// How many runs may try to get to a point.
    private static let mostPasses = 4

    static func arguments(_ account: String) -> [String] {
        ["run", "--as-of", "\(asOf)", "--account", account] + Stage.charging
    }

    /// A run of one account dies at the first pass of a point. On a busy machine a run may charge nothing, because the
    /// list of charges came too late to compare it; then the next one gets there, which is counted. A case that is not
    /// reached at all counts as none, and the campaign fails by it.
    static func kill(_ stage: Stage, at point: KillPoint, account: String, _ tally: Tally) async throws {
        var said = ""
        for pass in 0..<mostPasses {
            if point == .sweepHasAsked { try await stage.endLeases() }
            let end = try await stage.worker.run(arguments(account), crash: "\(point.rawValue):1")
            tally.add(end)
            if end.wasKilled {
                if pass > 0 { tally.addLater() }
                return
            }
            said = "status \(end.status) \(end.output)"
        }
        tally.addUnreached("\(account) to \(point.rawValue): \(said)")
    }

    /// K11: a process stands still between mark and request until its lease is over and another has taken over.
    static func pausePastLease(_ stage: Stage, _ tally: Tally) async throws {
        let paused = try stage.worker.start(
            arguments("K11"), crash: "\(KillPoint.afterMark.rawValue):1:stop")
        guard try await paused.stops() else { return tally.addUnreached("K11: \(paused.output)") }
        try await stage.endLeases()
        // Long enough that Razorpay's debits may be asked for again.
        if stage.hasMandates { try await stage.age(hours: 1) }
        async let other = stage.worker.run(arguments("K11"))
        // Half of them meet at the processor.
        if stage.sandbox.port.isMultiple(of: 2) { tally.add(try await other) }
        paused.signal(SIGCONT)
        tally.add(await paused.end())
        let end = try await other
        if !stage.sandbox.port.isMultiple(of: 2) { tally.add(end) }
    }

    /// K12: processes stand before their COMMITs, in each set of books one at every point; they go on, and the server dies
    /// in the same moment.
    static func killServer(
        under stages: [Stage], at points: [KillPoint], on server: CampaignServer, _ tally: Tally
    ) async throws {
        var workers: [RunningWorker] = []
        try await Lanes.work(on: stages.flatMap { stage in points.map { (stage, $0) } }) {
            try await stop($0, at: $1, tally)
        } ended: { _, worker in
            if let worker { workers.append(worker) }
        }
        try await server.checkpoint()
        for worker in workers { worker.signal(SIGCONT) }
        try await server.killAndRestart()
        tally.addServerKill()
        for worker in workers { tally.add(await worker.end(), databaseMayGo: true) }
    }

    /// A run of the point's own account that stands there; nil where none gets there, which is counted as ``kill`` does.
    private static func stop(
        _ stage: Stage, at point: KillPoint, _ tally: Tally
    ) async throws -> RunningWorker? {
        var said = ""
        for pass in 0..<mostPasses {
            let worker = try stage.worker.start(
                arguments("K12-\(point.rawValue)"), crash: "\(point.rawValue):1:stop")
            if try await worker.stops() {
                if pass > 0 { tally.addLater() }
                return worker
            }
            let end = await worker.end()
            tally.add(end)
            said = "status \(end.status) \(end.output)"
        }
        tally.addUnreached("K12-\(point.rawValue): \(said)")
        return nil
    }

    /// K10: the worker dies with the answer, so that only a message tells; the process that takes it dies with it
    /// written or committed, and the processor repeats it to the next one.
    static func killInbox(_ stage: Stage, _ tally: Tally) async throws {
        var plan = WebhookPlan()
        plan.retryMilliseconds = 50
        plan.mostTries = 20
        for point in inbox {
            let told = stage.sandbox.events().count
            let dying = try await stage.startInbox(crash: "\(point.rawValue):1")
            stage.tell(plan)
            // The first two sendings may come to nothing.
            for pass in 0..<8 where stage.sandbox.events().count == told {
                if pass == 4 {
                    stage.endFaults(tally)
                    try await stage.age(hours: 25)
                }
                if pass > 0 { try await stage.endLeases() }
                if pass > 0 && stage.hasMandates { try await stage.age(hours: 1) }
                tally.add(try await stage.worker.run(arguments(point.rawValue), crash: "K5:1"))
                // Razorpay tells nothing of a debit before its bank, or its customer, has decided.
                if stage.hasMandates {
                    try await stage.settleAtBank(.succeeds, ofCustomer: "cust_\(point.rawValue)")
                }
                // A delayed one is executed after its worker is gone; most come to nothing at once.
                try await holds(forTries: 50) { stage.sandbox.events().count > told }
            }
            // Whatever is still running then did not get there: it is ended, and its kill is not the one of the case.
            let isReached = try await holds { !dying.isRunning }
            if !isReached { dying.signal(SIGTERM) }
            let end = await dying.end()
            tally.add(end)
            if !isReached || !end.wasKilled { tally.addUnreached("\(point.rawValue): \(end.output)") }
            let next = try await stage.startInbox()
            guard try await holds({ stage.sandbox.events().dropFirst(told).allSatisfy { $0.delivered > 0 } })
            else { throw CampaignError.notReached("the message after \(point.rawValue): \(next.output)") }
            next.signal(SIGTERM)
            tally.add(await next.end())
            stage.sandbox.setWebhooks([])
        }
    }

    /// Waits until something is so, for as long as a busy machine may take; false where it is not.
    @discardableResult
    private static func holds(forTries tries: Int = 6_000, _ isSo: () -> Bool) async throws -> Bool {
        for _ in 0..<tries {
            if isSo() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
