import Billing
import BillingStore
import FaultInjection
import ProcessorSandbox
import Testing

@testable import FaultCampaign

/// Credit notes that send money back through both processors, killed between the request and its end.
@Suite struct CreditNoteRefundStory {
    private static let points: [KillPoint] = [.afterRefundMark, .refundAnswerInHand, .beforeRefundSettles]

    /// "stripe-R5", an account that is killed there.
    private static func account(_ processor: Customers.Processor, _ point: KillPoint) -> String {
        "\(processor.rawValue)-\(point.rawValue)"
    }

    /// A customer with a paid invoice for each processor and point.
    private func paidStage(_ server: CampaignServer) async throws -> Stage {
        let customers = Customers(
            all: Customers.Processor.allCases.flatMap { processor in
                Self.points.map { point in
                    Customers.Customer(
                        account: Self.account(processor, point),
                        method: Customers.Method(processor: processor, answers: [.succeeds]))
                }
            })
        let url = try await server.database()
        try await customers.fill(url: url)
        let stage = try await Stage.make(url: url, customers: customers)
        for _ in 0..<2 {
            _ = try await stage.worker.run(["run", "--as-of", "\(KillStep.asOf)"] + Stage.charging)
            // Razorpay's notices run out.
            try await stage.age(hours: 38)
            try await stage.endLeases()
        }
        #expect(try await Judge(stage).violations(allArePaid: true) == [])
        return stage
    }

    @Test("a refund whose command is killed anywhere is made once, and the ledger and the processors agree")
    func refundedOnce() async throws {
        let stage = try await paidStage(try await CampaignServer.start())
        let invoices = try await stage.withBooks { try await $0.allInvoices() }
        for invoice in invoices {
            let point = try #require(invoice.content.account.split(separator: "-").last)
            let end = try await stage.worker.run(
                ["invoice", "credit", invoice.number, "--amount", "10.00", "--refund"]
                    + ["--at", "\(KillStep.asOf)", "--by", "ann", "--reason", "outage"], crash: "\(point):1")
            #expect(end.wasKilled, "\(invoice.content.account): \(end.output)")
        }
        // What was asked for before the kill has been given back; of the rest the processor knows nothing.
        #expect(refunded(stage).values.sorted() == [0, 0, 1_000, 1_000, 1_000, 1_000])
        for _ in 0..<2 {
            try await stage.age(hours: 1)
            try await stage.endLeases()
            let end = try await stage.worker.run(["run", "--as-of", "\(KillStep.asOf)"] + Stage.charging)
            #expect(end.status == 0, "\(end.output)")
        }
        #expect(refunded(stage).values.allSatisfy { $0 == 1_000 }, "\(refunded(stage))")
        let refunds = try await stage.withBooks { try await $0.reader.refunds().items }
        #expect(refunds.count == 6 && refunds.allSatisfy { $0.state == .succeeded })
        let judge = try await Judge(stage)
        #expect(judge.findings == [] && judge.alarms == [])
        let kept = Dictionary(grouping: judge.charges, by: \.currency)
            .mapValues { $0.reduce(0) { $0 + $1.amount - $1.refunded } }
        #expect(judge.clearing == kept)
        await stage.stop()
    }

    /// What each charge has given back, by its reference.
    private func refunded(_ stage: Stage) -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: stage.sandbox.charges().map { ($0.reference, $0.refunded) })
    }
}
