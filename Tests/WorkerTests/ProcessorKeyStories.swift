import Billing
import BillingStore
import ProcessorSandbox
import Testing

/// Keys that a processor does not take, or that are of the other world.
@Suite(.serialized) struct ProcessorKeyStories {
    private static func worker(_ stage: RazorpayStage, _ settings: [String: String]) -> WorkerProcess {
        let stripe = [
            "DUEDAY_STRIPE_KEY": ProcessorSandbox.secretKey, "DUEDAY_STRIPE_URL": stage.sandbox.baseURL,
        ]
        let own = stage.worker.environment.merging(stripe) { $1 }
        return WorkerProcess(environment: own.merging(settings) { $1 })
    }

    @Test(
        "a key that one processor refuses stops that one; the rest of the run goes on, and the exit code says so"
    )
    func refusedByOne() async throws {
        let stage = try await RazorpayStage.make()
        for number in 1...3 { try await stage.cardCustomer("card_\(number)") }
        try await stage.customer("asha", .succeeds)
        let wrong = Self.worker(stage, ["DUEDAY_STRIPE_KEY": "sk_test_no_longer_valid"])
        let result = try wrong.run("run", "--as-of", "2024-02-10T00:00:00Z")
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        #expect(result.output.contains("PROBLEM: stripe refuses our key"), "\(result.output)")
        #expect(!(result.output + result.errors).contains("no_longer_valid"))
        // Invoices and documents are made, and the other processor gets its debit.
        #expect(result.output.contains("8 documents written") && result.output.contains("2 announced"))
        #expect(stage.sandbox.charges().isEmpty)
        let live = try await stage.books.allAttempts().filter(\.state.isLive)
        #expect(live.filter { $0.processor == "razorpay" && $0.debitAt != nil }.count == 2)

        let right = Self.worker(stage, [:])
        let next = try right.run("run", "--as-of", "2024-02-10T00:00:00Z")
        #expect(!next.output.contains("PROBLEM"), "\(next.output)")
        _ = try right.run("run", "--as-of", "2024-02-10T00:00:00Z")
        let charges = stage.sandbox.charges()
        #expect(charges.count == 6 && charges.allSatisfy { $0.succeeded && $0.amount == 2_900 })
        #expect(Set(charges.compactMap { $0.metadata["bc_invoice"] }).count == 6)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("a key that every processor refuses stops all charging and nothing else")
    func refusedByBoth() async throws {
        let stage = try await RazorpayStage.make()
        try await stage.cardCustomer("card_1")
        try await stage.customer("asha", .succeeds)
        let wrong = Self.worker(
            stage,
            ["DUEDAY_STRIPE_KEY": "sk_test_no_longer_valid", "DUEDAY_RAZORPAY_SECRET": "not_this_one"])
        let result = try wrong.run("run", "--as-of", "2024-01-20T00:00:00Z")
        #expect(result.status == 3)
        for processor in ["stripe", "razorpay"] {
            #expect(result.output.contains("PROBLEM: \(processor) refuses our key"), "\(result.output)")
        }
        #expect(!(result.output + result.errors).contains("not_this_one"))
        let reconciled = try wrong.run("payment", "reconcile")
        #expect(reconciled.status == 1 && reconciled.output.contains("not compared"), "\(reconciled.output)")
        #expect(stage.sandbox.charges().isEmpty)
        await stage.stop()
    }

    @Test(
        "a key of the other world is refused before anything happens, and by name",
        arguments: [
            (
                ["DUEDAY_STRIPE_KEY": "sk_live_4242hush"], "stripe",
                "the key is a live key, but the mode is test"
            ),
            (
                ["DUEDAY_STRIPE_MODE": "live", "DUEDAY_STRIPE_URL": "https://api.stripe.com"], "stripe",
                "the key is a test key, but the mode is live"
            ),
            (
                ["DUEDAY_RAZORPAY_KEY": "rzp_live_4242hush"], "razorpay",
                "the key is a live key, but the mode is test"
            ),
            (
                ["DUEDAY_RAZORPAY_MODE": "live", "DUEDAY_RAZORPAY_URL": "https://api.razorpay.com"],
                "razorpay", "the key is a test key, but the mode is live"
            ),
        ])
    func otherWorld(_ settings: [String: String], _ processor: String, _ words: String) async throws {
        let stage = try await RazorpayStage.make()
        try await stage.cardCustomer("card_1")
        let worker = Self.worker(stage, settings)
        let before = try await stage.books.allInvoices().count
        for command in [
            ["run", "--as-of", "2024-03-20T00:00:00Z"], ["payment", "reconcile"],
            ["webhooks", "serve", "--listen", "127.0.0.1:0"],
        ] {
            let result = try worker.run(command, killedAfter: nil)
            #expect(result.status == 2, "\(command): \(result.output)\(result.errors)")
            #expect(result.errors.contains(processor) && result.errors.contains(words), "\(result.errors)")
            #expect(!result.errors.contains("hush"))
        }
        #expect(try await stage.books.allInvoices().count == before && stage.sandbox.charges().isEmpty)
        await stage.stop()
    }
}
