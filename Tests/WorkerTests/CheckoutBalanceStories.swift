import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import HTTPTransport
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Money that came with a checkout and that no invoice asked for as it was: it stands on the balance, invoices use it, and
/// it can be given back and disputed. Through the built program, PostgreSQL and the sandbox.
@Suite(.serialized) struct CheckoutBalanceStories {
    @Test(
        "where the first invoice asks for another amount by now, it uses what was paid, and the rest stays or is asked for",
        arguments: [("1899.00", 0, 10_000), ("2099.00", 10_000, 0)] as [(String, Int64, Int64)])
    func priceChanged(price: String, due: Int64, left: Int64) async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try await shop.sellFor(price)
        let money = try shop.confirm()
        #expect(money["outcome"] == "on_balance" && money["reference"]?.text == payment)
        #expect(money["amount"] == "1999.00" && money["invoice"] == .null)
        let invoice = try await shop.invoice()
        #expect(invoice.content.amountDueMinorUnits == due)
        #expect(invoice.content.balanceAppliedMinorUnits == 199_900 - left)
        #expect(try await shop.balance() == left)
        #expect(try await shop.charges(payment) == [])
        let words = try shop.run("checkout", "confirm", "sub_shop").output
        #expect(words.contains("1999.00 INR of \(payment) are on the balance of asha"), "\(words)")
        // The processor has the money, and so have the books.
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 199_900)
        try await shop.end()
    }

    @Test("where the first invoice asks for nothing any more, what was paid is on the balance")
    func nothingAsked() async throws {
        let shop = try await CheckoutShop()
        _ = try await shop.pay()
        _ = try shop.run("account", "credit", "asha", "5000.00", "--reason", "a gift")
        #expect(try shop.confirm()["outcome"] == "on_balance")
        #expect(try await shop.invoice().content.amountDueMinorUnits == 0)
        #expect(try await shop.balance() == 500_000)
        #expect(try shop.run("subscription", "show", "sub_shop").output.contains("active"))
        try await shop.end()
    }

    @Test("what stands on the balance and is given back by hand at Razorpay leaves the balance with it, once")
    func givenBackByHand() async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try await shop.sellFor("1899.00")
        #expect(try shop.confirm()["outcome"] == "on_balance")
        #expect(try await shop.balance() == 10_000)
        let inbox = try shop.listen(copies: 2...2)
        try await shop.stage.refundByHand(payment, paise: 10_000)
        #expect(try await shop.stage.wait { try await shop.balance() == 0 })
        #expect(try await shop.stage.wait { shop.stage.sandbox.events().allSatisfy { $0.delivered >= 2 } })
        #expect(
            try await shop.stage.wait {
                try await shop.stage.books.reader.events(isHandled: false).total == 0
            })
        #expect(try await shop.balance() == 0)
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 189_900)
        let statement = try shop.run(
            "account", "statement", "asha", "--from", "2024-01-01", "--to", "2099-12-31"
        ).output
        #expect(
            statement.contains("payment in advance") && statement.contains("refund of a payment in advance"),
            "\(statement)")
        #expect(inbox.terminate() == 0)
        try await shop.end()
    }

    /// 1999.00 INR of which an invoice has used 1899.00.
    private func onBalance() async throws -> (CheckoutShop, payment: String) {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try await shop.sellFor("1899.00")
        #expect(try shop.confirm()["outcome"] == "on_balance")
        return (shop, payment)
    }

    private func refunded(_ shop: CheckoutShop, _ payment: String) -> [Int64] {
        shop.stage.sandbox.charges().filter { $0.reference == payment }.map(\.refunded)
    }

    @Test("what invoices left on the balance is given back at Razorpay by a command, once and no more")
    func givenBack() async throws {
        let (shop, payment) = try await onBalance()
        let tooMuch = try shop.run(
            "payment", "refund", payment, "--amount", "100.01", "--reason", "all", ending: 2)
        #expect(tooMuch.errors.contains("only 100.00 INR of it is left on the balance"), "\(tooMuch.errors)")
        let answer = try OrderedJSON.parse(
            shop.run("payment", "refund", payment, "--reason", "bought twice", "--json").output,
            fileName: "refund")
        #expect(answer["amount"] == "100.00" && answer["state"] == "succeeded" && answer["invoice"] == .null)
        #expect(answer["payment"]?.text == payment && answer["refund"]?.text == "\(payment)-r1")
        #expect(try await shop.balance() == 0)
        #expect(refunded(shop, payment) == [10_000])
        let again = try shop.run("payment", "refund", payment, "--reason", "again", ending: 2)
        #expect(again.errors.contains("nothing of it is left on the balance"), "\(again.errors)")
        #expect(refunded(shop, payment) == [10_000])
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 189_900)
        #expect(try await shop.stage.stage.ledger("refunds_payable") == 0)
        #expect(try shop.run("payment", "refunds").output.contains("\(payment)-r1"))
        let statement = try shop.run(
            "account", "statement", "asha", "--from", "2024-01-01", "--to", "2099-12-31"
        ).output
        #expect(statement.contains("refund of a payment in advance"), "\(statement)")
        let trail = try await shop.stage.books.reader.auditTrail().items.map(\.entry)
        #expect(trail.contains { $0.action == "payment refund" && $0.subject == payment })
        #expect(try shop.run("payment", "reconcile").status == 0)
        try await shop.end()
    }

    @Test("a worker that is killed while it gives back neither loses the money nor sends it twice")
    func killed() async throws {
        let (shop, payment) = try await onBalance()
        var kills = 0
        for place in 0..<6 {
            let result = try shop.stage.worker.run(
                ["payment", "refund", payment, "--amount", "10.00", "--reason", "killed"],
                killedAfter: 20 + place * 25)
            if result.wasKilled { kills += 1 }
            // The lease of whoever was killed runs out, and so does the time in which its request could still arrive.
            try await shop.letRefundsAge()
            _ = try shop.run("run", "--account", "asha", "--stage", "recover")
        }
        let refunds = try await shop.stage.books.reader.refunds().items
        #expect(refunds.allSatisfy { $0.state == .succeeded }, "\(refunds.map(\.state)), \(kills) kills")
        let gone = Int64(refunds.count) * 1_000
        #expect(refunded(shop, payment) == [gone])
        #expect(try await shop.balance() == 10_000 - gone)
        #expect(kills > 0)
        try await shop.end()
    }

    @Test("a dispute about it takes off the balance what is left, rings, and puts it back when it is won")
    func disputed() async throws {
        let (shop, payment) = try await onBalance()
        let inbox = try shop.listen(copies: 2...3)
        let dispute = try shop.stage.sandbox.dispute(charge: payment)
        #expect(try await shop.stage.wait { try await shop.balance() == 0 })
        let alarms = try shop.run("alarms", "list").output
        #expect(alarms.contains("disputed") && alarms.contains(payment), "\(alarms)")
        #expect(try await shop.stage.stage.ledger("disputed") == 189_900)
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 0)
        #expect(try await shop.stage.books.checkBooks() == [])
        _ = try await shop.stage.stage.play("disputes/\(dispute)", #"{"status": "won"}"#)
        #expect(try await shop.stage.wait { try await shop.balance() == 10_000 })
        #expect(try await shop.stage.wait { shop.stage.sandbox.events().allSatisfy { $0.delivered >= 2 } })
        #expect(
            try await shop.stage.wait {
                try await shop.stage.books.reader.events(isHandled: false).total == 0
            })
        #expect(try await shop.balance() == 10_000)
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 199_900)
        #expect(inbox.terminate() == 0)
        try await shop.end()
    }
}
