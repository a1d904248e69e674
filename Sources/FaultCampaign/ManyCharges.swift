import BillingCalendar
import Glibc
import ProcessorSandbox
import ScenarioGenerator

/// One run over very many charges through both processors, killed at any moment and begun again: while it charges cards
/// and announces debits, and once more while it asks for the debits.
struct ManyCharges: Sendable {
    var seed: UInt64
    var charges: Int
    var kills: Int

    func play(on server: CampaignServer, _ tally: Tally) async throws {
        var dice = Dice(seed: seed)
        let customers = Customers(
            all: (1...charges).map { number in
                Customers.Customer(
                    account: "c\(number)",
                    method: Customers.Method(
                        processor: number.isMultiple(of: 4) ? .razorpay : .stripe,
                        answers: number.isMultiple(of: 10)
                            ? [.declines(code: "insufficient_funds"), .succeeds] : [.succeeds]))
            })
        let url = try await server.database()
        try await customers.fill(url: url)
        let stage = try await Stage.make(url: url, customers: customers)
        let asOf = Stage.start.adding(seconds: 3_600)
        try await killAgainAndAgain(stage, at: asOf, &dice, tally)
        // The notices of the debits run out.
        try await stage.age(hours: 38)
        try await killAgainAndAgain(stage, at: asOf, &dice, tally)
        try await stage.runUntilQuiet(from: asOf, tally)
        let judge = try await Judge(stage)
        tally.addCases(judge.invoices.count)
        tally.add(
            judge.violations(allArePaid: true).map {
                Violation(promise: $0.promise, detail: "[seed \(seed)] \($0.detail)")
            })
        await stage.stop()
        try await server.drop(url)
    }

    private func killAgainAndAgain(
        _ stage: Stage, at asOf: Instant, _ dice: inout Dice, _ tally: Tally
    ) async throws {
        for _ in 0..<kills {
            let worker = try stage.worker.start(["run", "--as-of", "\(asOf)"] + Stage.charging)
            try await Task.sleep(for: .milliseconds(dice.number(in: 100...4_000)))
            worker.signal(SIGKILL)
            tally.add(await worker.end())
            try await stage.endLeases()
        }
    }
}
