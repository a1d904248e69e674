import Billing
import BillingCalendar
import FaultInjection
import Glibc
import ProcessorSandbox
import ScenarioGenerator

/// Months of billing in which everything dies at random: two workers at once, their database, the processor's
/// answers. The same seed gives the same customers, faults and kills; only the moments within a process differ.
struct RandomCampaign: Sendable {
    var seed: UInt64
    var customers: Int
    var rounds: Int
    /// Charges wrongly in every process; a campaign must notice.
    var wrong: WrongVariant?

    private static let faultsAtOnce = 3

    /// Plays and judges one seed; what is found is in the tally.
    func play(on server: CampaignServer, _ tally: Tally) async throws {
        var dice = Dice(seed: seed)
        let customers = Customers(all: (1...customers).map { Self.customer("c\($0)", &dice) })
        let url = try await server.database()
        try await customers.fill(url: url)
        let stage = try await Stage.make(url: url, customers: customers)
        var asOf = Stage.start.adding(seconds: 3_600)
        for _ in 0..<rounds {
            let plan = Round(&dice)
            tally.addFaults(stage.sandbox.faultCount())
            stage.sandbox.setFaults(plan.faults)
            stage.alignClock()
            try await play(plan, at: asOf, on: stage, server, tally)
            asOf = asOf.adding(seconds: Int64(plan.hoursUntilNext) * 3_600)
        }
        tally.addFaults(stage.sandbox.faultCount())
        stage.sandbox.setFaults(.none)
        stage.sandbox.setWebhooks([])
        tally.addMessages(stage.sandbox.events())
        try await stage.runUntilQuiet(from: asOf, tally, wrong: wrong)
        let judge = try await Judge(stage)
        tally.addCases(judge.invoices.count)
        tally.add(
            judge.violations().map {
                Violation(promise: $0.promise, detail: "[seed \(seed)] \($0.detail)")
            })
        await stage.stop()
        try await server.drop(url)
    }

    /// Cards and mandates of every kind; a third of the customers are with Razorpay, some with both processors.
    static func customer(_ account: String, _ dice: inout Dice) -> Customers.Customer {
        let first: Customers.Processor = dice.happens(33) ? .razorpay : .stripe
        let method = method(first, &dice)
        guard dice.happens(30) else { return Customers.Customer(account: account, method: method) }
        let second = first == .stripe ? first : dice.pick(Customers.Processor.allCases)
        return Customers.Customer(account: account, method: method, backup: Self.method(second, &dice))
    }

    private static func method(
        _ processor: Customers.Processor, _ dice: inout Dice
    ) -> Customers.Method {
        let answers: [[SandboxOutcome]] = [
            [.succeeds], [.succeeds], [.succeeds], [.succeedsUnheard], [.processes],
            [.declines(code: "insufficient_funds"), .succeeds],
            [.declines(code: "do_not_honor"), .declines(code: "insufficient_funds"), .succeeds],
            [.declines(code: "lost_card")], [.requiresAction, .succeeds], [.declinesUnheard, .succeeds],
            [.succeedsLate, .succeeds],
        ]
        return Customers.Method(processor: processor, answers: dice.pick(answers))
    }

    // MARK: One round

    /// What happens in a round.
    private struct Round {
        var faults = FaultPlan()
        /// Where each of the two workers dies by itself; nil: nowhere.
        var crashes: [String?] = []
        /// After how many milliseconds each is killed from outside; nil: not.
        var kills: [Int?] = []
        var terminatesBackendsAfter: Int?
        var killsServerAfter: Int?
        /// Leases end under the workers: as if they had stood still.
        var endsLeasesAfter: Int?
        var endsLeases = true
        /// Hours that pass for what was sent, so that keys are forgotten.
        var agesHours: Int?
        /// What the bank says at last about what is under way there.
        var bank: SandboxOutcome?
        var hoursUntilNext = 24
        /// A process that takes webhooks, and where it dies by itself; nil: none, or nowhere.
        var hasInbox = false
        var inboxCrash: String?
        var inboxOnlyRecords = false
        var messages = WebhookPlan()

        init(_ dice: inout Dice) {
            faults.seed = dice.next()
            for _ in 0..<faultsAtOnce {
                faults.perThousand[dice.pick(SandboxFault.allCases)] = dice.number(in: 50...300)
            }
            faults.hitsReading = dice.happens(40)
            faults.delayMilliseconds = Stage.delayMilliseconds
            for _ in 0..<2 {
                let diesByItself = dice.happens(70)
                crashes.append(
                    diesByItself
                        ? "\(dice.pick(RandomCampaign.pointsOfRuns).rawValue):\(dice.number(in: 1...3))" : nil
                )
                kills.append(!diesByItself && dice.happens(60) ? dice.number(in: 30...600) : nil)
            }
            if dice.happens(50) { terminatesBackendsAfter = dice.number(in: 30...300) }
            if dice.happens(12) { killsServerAfter = dice.number(in: 30...300) }
            if dice.happens(25) { endsLeasesAfter = dice.number(in: 50...250) }
            endsLeases = dice.happens(80)
            if dice.happens(40) { agesHours = dice.pick([1, 22, 25, 25, 40]) }
            if dice.happens(30) {
                bank = dice.pick([.succeeds, .succeeds, .declines(code: "insufficient_funds")])
            }
            hoursUntilNext = dice.pick([0, 6, 24, 72, 240])
            hasInbox = dice.happens(60)
            inboxOnlyRecords = dice.happens(40)
            if dice.happens(50) {
                inboxCrash = "\(dice.pick(KillStep.inbox).rawValue):\(dice.number(in: 1...6))"
            }
            messages.seed = dice.next()
            (messages.leastCopies, messages.mostCopies) = (0, 5)
            messages.mostDelayMilliseconds = 400
            messages.retryMilliseconds = 150
        }
    }

    /// Every point that a run of the worker passes.
    static let pointsOfRuns = StripeRows.killed + [.sweepHasAsked]

    private func play(
        _ round: Round, at asOf: Instant, on stage: Stage, _ server: CampaignServer, _ tally: Tally
    ) async throws {
        if let bank = round.bank { try await stage.settleAtBank(bank) }
        let arguments =
            ["run", "--as-of", "\(asOf)", "--quiet", "--stage", "recover", "--stage", "invoice"]
            + ["--stage", "charge"]
        stage.tell(round.messages)
        var inbox: RunningWorker?
        if round.hasInbox {
            inbox = try await stage.startInbox(
                crash: round.inboxCrash, wrong: wrong, recordOnly: round.inboxOnlyRecords)
        }
        let workers = try round.crashes.map { try stage.worker.start(arguments, crash: $0, wrong: wrong) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (worker, kill) in zip(workers, round.kills) {
                guard let kill else { continue }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(kill))
                    worker.signal(SIGKILL)
                }
            }
            if let after = round.endsLeasesAfter, round.killsServerAfter == nil {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(after))
                    try await stage.endLeases()
                }
            }
            if let after = round.terminatesBackendsAfter, round.killsServerAfter == nil {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(after))
                    try await stage.terminateBackends()
                    tally.addTermination()
                }
            }
            if let after = round.killsServerAfter {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(after))
                    try await server.killAndRestart()
                    tally.addServerKill()
                }
            }
            try await group.waitForAll()
        }
        let databaseMayGo = round.killsServerAfter != nil || round.terminatesBackendsAfter != nil
        for worker in workers { tally.add(await worker.end(), databaseMayGo: databaseMayGo) }
        // A message may be on its way to it, or half worked off.
        inbox?.signal(round.inboxOnlyRecords ? SIGKILL : SIGTERM)
        if let inbox { tally.add(await inbox.end(), databaseMayGo: databaseMayGo) }
        if round.endsLeases { try await stage.endLeases() }
        if let hours = round.agesHours { try await stage.age(hours: hours) }
    }
}
