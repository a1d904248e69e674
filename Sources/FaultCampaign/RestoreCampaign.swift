import Billing
import BillingCalendar
import FaultInjection
import ProcessorSandbox
import ScenarioGenerator

/// Billing whose database is put back to an older copy: keys are derived, so what is charged again is a replay, or
/// the run notices charges that it does not know and stops.
struct RestoreCampaign: Sendable {
    var seed: UInt64
    var customers: Int
    /// Rounds before the copy, and after it until it is put back.
    var rounds: Int

    func play(on server: CampaignServer, _ tally: Tally) async throws {
        var dice = Dice(seed: seed)
        let customers = Customers(all: (1...customers).map { RandomCampaign.customer("c\($0)", &dice) })
        let url = try await server.database()
        try await customers.fill(url: url)
        let stage = try await Stage.make(url: url, customers: customers)
        var asOf = Stage.start.adding(seconds: 3_600)
        try await run(on: stage, &asOf, &dice, tally)
        let copy = try await server.database(copyOf: url)
        try await run(on: stage, &asOf, &dice, tally)
        let charged = stage.sandbox.charges().count
        try await server.restore(url, from: copy)
        tally.addRestore()
        try await stage.runUntilQuiet(from: asOf, tally)
        let judge = try await Judge(stage)
        tally.addCases(judge.invoices.count)
        if judge.isStoppedByOrphans {
            tally.addStop()
            let added = stage.sandbox.charges().count - charged
            if added > 0 {
                tally.add([
                    Violation(
                        promise: .oneKeptSuccess,
                        detail:
                            "[restore, seed \(seed)] \(added) charges were made while the audit had stopped them"
                    )
                ])
            }
        } else {
            tally.add(violations(judge))
        }
        await stage.stop()
        try await server.drop(url)
        try await server.drop(copy)
    }

    /// A request that is made again may differ in the number on the document; then the processor refuses the key and
    /// a look-up tells. That is no violation here.
    private func violations(_ judge: Judge) -> [Violation] {
        judge.violations().filter { $0.promise != .noAlarm }.map {
            Violation(promise: $0.promise, detail: "[restore, seed \(seed)] \($0.detail)")
        }
    }

    /// Rounds in which the worker is killed half of the time.
    private func run(on stage: Stage, _ asOf: inout Instant, _ dice: inout Dice, _ tally: Tally) async throws
    {
        for _ in 0..<rounds {
            let crash =
                dice.happens(50)
                ? "\(dice.pick(RandomCampaign.pointsOfRuns).rawValue):\(dice.number(in: 1...4))" : nil
            try await stage.endLeases()
            tally.add(
                try await stage.worker.run(
                    ["run", "--as-of", "\(asOf)", "--quiet", "--stage", "recover", "--stage", "invoice"]
                        + ["--stage", "charge"], crash: crash))
            asOf = asOf.adding(seconds: Int64(dice.pick([0, 24, 72])) * 3_600)
        }
    }
}
