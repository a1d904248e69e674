import Billing
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Commands that must not have their way: refused with the rule's name, or raced by other processes.
@Suite struct CommandRaces {
    private static let catalog = """
        seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
        meters: {calls: {aggregation: sum}}
        plans:
          pro: {prices: [{currency: USD, interval: month, amount: "79.00"}]}
          max: {prices: [{currency: USD, interval: year, amount: "790.00"}]}
        addons:
          a: {kind: recurring, prices: [{currency: USD, interval: month, amount: "10.00"}]}
          b: {kind: recurring, prices: [{currency: USD, interval: month, amount: "5.00"}]}
        coupons:
          LAST: {percent_off: 20, forever: true, max_redemptions: 1}
          OLD: {percent_off: 20, forever: true, expires_at: 2020-01-01T00:00:00Z}
        """

    @Test(
        "of twenty processes that redeem the last use of a coupon one wins, and the others are told the rule")
    func lastUse() async throws {
        let stage = try await WorkerStage.make(customers: 20)
        try stage.apply(Self.catalog)
        let processes = try (1...20).map { number in
            try stage.worker.start([
                "subscription", "coupon", "sub_\(number)", "LAST", "--at", "2024-01-05T00:00:00Z",
            ])
        }
        let results = try processes.map { try $0.wait() }
        #expect(results.count { $0.status == 0 } == 1)
        for loser in results where loser.status != 0 {
            #expect(loser.status == 2)
            #expect(
                loser.errors == "error: coupon \"LAST\" is used up: 1 of 1 redemptions (rule 7.1)\n",
                "\(loser.errors)")
        }
        let subscriptions = try await stage.books.allSubscriptions()
        #expect(subscriptions.reduce(0) { $0 + $1.redemptions.count } == 1)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("of two changes at once from two processes each counts once, or is refused by its rule")
    func twoChanges() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        func change(to quantity: Int, at: String) throws -> WorkerProcess.Running {
            try stage.worker.start([
                "subscription", "change", "sub_1", "--quantity", "\(quantity)", "--at", at,
            ])
        }
        let running = [
            try change(to: 2, at: "2024-01-10T00:00:00Z"), try change(to: 3, at: "2024-01-12T00:00:00Z"),
        ]
        let (first, second) = (try running[0].wait(), try running[1].wait())
        #expect(second.status == 0, "\(second.errors)")
        let subscription = try #require(try await stage.books.allSubscriptions().first)
        let charges = subscription.pendingLines.map(\.line).filter { $0.kind == .prorationCharge }
        #expect(subscription.terms.quantity == ExactDecimal(3))
        if first.status == 0 {
            #expect(charges.map(\.quantity) == [ExactDecimal(2), ExactDecimal(3)])
        } else {
            // It came behind the later one, which it would have changed after the fact.
            #expect(first.status == 2 && first.errors.contains("(rule 4.1)"), "\(first.errors)")
            #expect(charges.map(\.quantity) == [ExactDecimal(3)])
        }
        #expect(subscription.pendingLines.count == 2 * charges.count)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    private static let refusals = [
        (["change", "sub_1", "--plan", "max"], "plan \"max\" has no price for USD by the month"),
        (["change", "sub_1", "--interval", "year"], "plan \"pro\" has no price for USD by the year"),
        (["coupon", "sub_1", "OLD"], "coupon \"OLD\" expired at 2020-01-01T00:00:00Z (rule 7.1)"),
        (["change", "sub_2", "--quantity", "2"], "subscription \"sub_2\" was canceled at"),
        (["addons", "sub_2", "--set", "a=2"], "(rule 4.7)"), (["coupon", "sub_2", "LAST"], "(rule 4.7)"),
        (["cancel", "sub_2"], "(rule 4.7)"),
        (["resume", "sub_2"], "subscription \"sub_2\" was canceled at 2024-01-08T00:00:00Z (rule 4.7)"),
        (["resume", "sub_3"], "subscription \"sub_3\" was canceled at 2024-02-01T03:00:00Z (rule 4.7)"),
    ]

    @Test("what a rule forbids is one line that names it, and nothing has changed")
    func refused() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        try stage.apply(Self.catalog)
        for cancel in [["sub_2", "--when", "now"], ["sub_3"]] {
            let at = ["--at", "2024-01-08T00:00:00Z"]
            let result = try stage.worker.run(["subscription", "cancel"] + cancel + at, killedAfter: nil)
            #expect(result.status == 0, "\(result.errors)")
        }
        // The end of sub_3 is billed; after it there is nothing to resume.
        _ = try stage.worker.run(
            "run", "--subscription", "sub_3", "--as-of", "2024-02-02T00:00:00Z", "--quiet")
        let before = try await stage.books.allSubscriptions()
        let invoices = try await stage.books.allInvoices()
        for (arguments, words) in Self.refusals {
            let at = ["--at", arguments[1] == "sub_1" ? "2024-01-10T00:00:00Z" : "2024-02-10T00:00:00Z"]
            let result = try stage.worker.run(["subscription"] + arguments + at, killedAfter: nil)
            #expect(result.status == 2, "\(arguments)")
            #expect(result.errors.hasPrefix("error: ") && result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        #expect(try await stage.books.allSubscriptions() == before)
        #expect(try await stage.books.allInvoices() == invoices)
        await stage.stop()
    }

    @Test("credit on the balance pays the next invoice, and what is wrong with one is told")
    func credit() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let credited = try stage.worker.run(
            "account", "credit", "acct_1", "30.00", "--reason", "two hours down")
        #expect(
            credited.status == 0 && credited.output == "credited 30.00 USD to acct_1\n", "\(credited.errors)")
        _ = try stage.worker.run("run", "--as-of", "2024-02-03T00:00:00Z", "--quiet")
        let invoice = try #require(try await stage.books.allInvoices().last)
        // 79.00, 10.00 and 2 × 5.00, with 8.25 % tax.
        #expect(invoice.content.totalMinorUnits == 10_717)
        #expect(invoice.content.balanceAppliedMinorUnits == 3_000)
        #expect(invoice.amountPaidMinorUnits == 7_717)
        let refusals: [(String, [String], String)] = [
            ("0.00", [], "a credit of 0.00 USD is not valid: give an amount above zero"),
            ("-5.00", [], "a credit of -5.00 USD is not valid"),
            ("1.234", [], "1.234"), ("5.00", ["--expires-at", "2020-01-01T00:00:00Z"], "(rule 9.1)"),
        ]
        for (amount, options, words) in refusals {
            let arguments = ["account", "credit", "acct_1"] + options + ["--", amount]
            let result = try stage.worker.run(arguments, killedAfter: nil)
            #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
        }
        #expect(try await stage.books.allBalances().first?.balance.grants == [])
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}
