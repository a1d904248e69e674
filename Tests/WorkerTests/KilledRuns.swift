import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Foundation
import ProcessorSandbox
import Testing

/// Runs that die: whatever was under way, the next run goes on as if nothing had happened.
@Suite(.serialized) struct KilledRuns {
    @Test("kill -9 at ten random moments: every boundary billed once, no gap, no double charge")
    func killedAtTenMoments() async throws {
        let stage = try await WorkerStage.make(customers: 40)
        let seed =
            ProcessInfo.processInfo.environment["DUEDAY_TEST_SEED"].flatMap(UInt64.init)
            ?? .random(in: 0...9_999)
        print("killed runs: DUEDAY_TEST_SEED=\(seed)")
        var moments = Moments(seed: seed)
        var kills = 0
        for month in 2...5 {
            let arguments = ["run", "--as-of", "2024-0\(month)-03T00:00:00Z"]
            for _ in 0..<3 where kills < 10 {
                let result = try stage.worker.run(arguments, killedAfter: moments.next())
                if result.wasKilled { kills += 1 }
            }
        }
        try await finish(stage)
        #expect(kills >= 5, "only \(kills) of the runs were killed before they ended; seed \(seed)")
        try await judge(stage, boundaries: 5, seed: seed)
        await stage.stop()
    }

    @Test("two workers at once share the work and double nothing")
    func twoWorkers() async throws {
        let stage = try await WorkerStage.make(customers: 30)
        let worker = stage.worker
        async let first = Task { try worker.run("run", "--as-of", "2024-03-03T00:00:00Z") }.value
        async let second = Task { try worker.run("run", "--as-of", "2024-03-03T00:00:00Z") }.value
        let results = try await [first, second]
        for result in results { #expect([0, 1].contains(result.status), "\(result.errors)") }
        try await finish(stage)
        try await judge(stage, boundaries: 5, seed: 0)
        await stage.stop()
    }

    /// Runs until nothing is under way any more: a killed worker's charges are leased to it for a second.
    private func finish(_ stage: WorkerStage) async throws {
        for _ in 0..<6 {
            let result = try stage.worker.run("run", "--as-of", "2024-05-20T00:00:00Z")
            #expect([0, 1].contains(result.status), "\(result.errors)")
            let live = try await stage.books.allAttempts().contains { $0.state.isLive }
            let due = try await stage.books.nextRoundAt()
            if !live && due == nil { return }
            try await Task.sleep(for: .milliseconds(1_200))
        }
    }

    /// The sandbox's books are the judge of what was charged, the checks of sql/ of the worker's own.
    private func judge(_ stage: WorkerStage, boundaries: Int, seed: UInt64) async throws {
        let invoices = try await stage.books.allInvoices()
        let bySubscription = Dictionary(grouping: invoices, by: \.content.subscription)
        for (subscription, own) in bySubscription {
            #expect(Set(own.map(\.content.identity.at)).count == own.count, "\(subscription), seed \(seed)")
            #expect(own.count == boundaries, "\(subscription) has \(own.count) invoices, seed \(seed)")
        }
        let numbers = invoices.compactMap { Int($0.number.suffix(3)) }
        #expect(numbers.sorted() == Array(1...invoices.count), "seed \(seed)")

        let charges = stage.sandbox.charges().filter { $0.result == "succeeded" }
        let charged = Dictionary(grouping: charges) { $0.metadata["bc_invoice"] ?? "" }
        for invoice in invoices {
            let own = charged[invoice.id] ?? []
            #expect(own.count == (invoice.status == .paid ? 1 : 0), "\(invoice.number), seed \(seed)")
            #expect(own.allSatisfy { $0.amount == invoice.content.amountDueMinorUnits }, "\(invoice.number)")
        }
        #expect(charges.count == invoices.count { $0.status == .paid })
        let findings = try await stage.books.checkBooks()
        #expect(findings.isEmpty, "\(findings), seed \(seed)")
    }
}

/// Milliseconds after which a run is killed, from a seed.
struct Moments {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 1 }

    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 40 + Int((state >> 33) % 400)
    }
}
