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

/// Money that came with a checkout whose subscription has begun without it: none is lost in the books, and none pays an
/// invoice beside another payment unseen. Through the built program, PostgreSQL and the sandbox.
@Suite(.serialized) struct CheckoutMoneyStories {
    /// What became of the first invoice of a subscription that somebody began by hand meanwhile.
    enum Fate: String, CaseIterable {
        case open, paidByBank, void, writtenOff, credited
    }

    @Test(
        "where the subscription has begun without the checkout, its invoice is paid once, and other money is owed back",
        arguments: Fate.allCases)
    func begunByHand(fate: Fate) async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try shop.beginByHand()
        let number = try await shop.invoice().number
        switch fate {
        case .open: break
        case .paidByBank:
            _ = try shop.run("payment", "record", number, "--amount", "1999.00", "--reference", "NEFT 1")
        case .void: _ = try shop.run("invoice", "void", number, "--reason", "twice")
        case .writtenOff: _ = try shop.run("invoice", "write-off", number, "--reason", "gone")
        case .credited:
            _ = try shop.run("invoice", "credit", number, "--line", "1=100.00", "--reason", "late")
        }
        let isPaid = fate == .open || fate == .writtenOff
        let money = try shop.confirm(ending: isPaid ? 0 : 1)
        #expect(
            money["outcome"] == (isPaid ? "paid_invoice" : "owed_back") && money["invoice"]?.text == number)
        let charge = try #require(try await shop.charges(payment).first)
        #expect(charge.state == (isPaid ? .succeeded : .surplus) && charge.id == money["attempt"]?.text)
        let statuses: [Fate: InvoiceStatus] = [.void: .void, .credited: .open]
        #expect(try await shop.invoice().status == statuses[fate] ?? .paid)
        #expect(try shop.run("payment", "reconcile").status == 0)
        if !isPaid { try await giveBack(charge, shop) }
        try await shop.end()
    }

    /// What is owed back stops the account, says what to type, goes back through Razorpay, and then charging goes on.
    private func giveBack(_ charge: PaymentAttempt, _ shop: CheckoutShop) async throws {
        let words = try shop.run("checkout", "confirm", "sub_shop", ending: 1).output
        #expect(
            words.contains("owed back") && words.contains("dueday payment refund \(charge.id)"), "\(words)")
        let list = try shop.run("alarms", "list").output
        #expect(
            list.contains("double_charge") && list.contains("dueday payment refund \(charge.id)"), "\(list)")
        let before = shop.stage.sandbox.charges().count
        let now = "\(Instant.now)"
        try shop.stage.charge(asOf: now)
        #expect(shop.stage.sandbox.charges().count == before, "nothing is charged before a person has looked")
        _ = try shop.run("payment", "refund", charge.id, "--kind", "duplicate", "--reason", "not asked for")
        let refunded = shop.stage.sandbox.charges().filter { $0.reference == charge.reference }.map(
            \.refunded)
        #expect(refunded == [199_900])
        let alarm = try #require(try await shop.stage.books.reader.alarms().items.first)
        _ = try shop.run("alarms", "clear", "\(alarm.id)", "--reason", "given back")
        try shop.stage.charge(asOf: now)
        let invoice = try await shop.invoice()
        let due = invoice.status == .open ? invoice.outstandingMinorUnits : 0
        let live = try await shop.stage.books.allAttempts().filter {
            $0.invoice == charge.invoice && $0.state.isLive
        }
        #expect(live.map(\.charge.amountMinorUnits) == (due > 0 ? [due] : []), "what is still asked for")
    }

    @Test(
        "while a charge of the invoice is under way nothing is written, and afterwards the money is owed back"
    )
    func underWay() async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try shop.beginByHand()
        let now = "\(Instant.now)"
        try shop.stage.charge(asOf: now)
        let refused = try shop.run("checkout", "confirm", "sub_shop", ending: 2)
        #expect(
            refused.errors.contains(payment) && refused.errors.contains("confirm again"), "\(refused.errors)")
        #expect(try await shop.charges(payment) == [])
        #expect(try shop.run("checkout", "list", "--state", "pending").output.contains("sub_shop"))
        try await shop.stage.letPass(hours: 38)
        try shop.stage.charge(asOf: now)
        #expect(try await shop.invoice().status == .paid)
        #expect(try shop.confirm(ending: 1)["outcome"] == "owed_back")
        #expect(try await shop.charges(payment).map(\.state) == [.surplus])
        try await shop.end()
    }

    /// What becomes of the first invoice between the end of Stripe's checkout and the run that charges it.
    @Test(
        "at Stripe the first invoice is charged by the run, for what it asks for then, once or not at all",
        arguments: Fate.allCases)
    func stripe(fate: Fate) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        func run(_ arguments: String...) throws -> WorkerProcess.Result {
            let result = try stage.worker.run(arguments, killedAfter: nil)
            try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
            return result
        }
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_other", customer: "cus_shop", outcomes: [.succeeds]))
        let opened = try OrderedJSON.parse(
            run(
                "checkout", "start", "sub_new", "--account", "acct_1", "--plan", "pro", "--interval", "month",
                "--customer", "cus_shop", "--return-url", "https://shop.example", "--json"
            ).output, fileName: "start")
        let session = try #require(opened["reference"]?.text)
        _ = try await stage.play(
            "checkout_sessions/\(session)", #"{"payment_method": {"id": "pm_new", "outcomes": ["ok"]}}"#)
        let confirmed = try run("checkout", "confirm", "sub_new", "--json")
        #expect(try OrderedJSON.parse(confirmed.output, fileName: "confirm")["payment"] == .null)
        let invoice = try #require(
            try await stage.books.allInvoices().first { $0.content.subscription == "sub_new" })
        switch fate {
        case .open: break
        case .paidByBank:
            _ = try run("payment", "record", invoice.number, "--amount", "85.52", "--reference", "wire 1")
        case .void: _ = try run("invoice", "void", invoice.number, "--reason", "twice")
        case .writtenOff: _ = try run("invoice", "write-off", invoice.number, "--reason", "gone")
        case .credited:
            _ = try run("invoice", "credit", invoice.number, "--line", "1=40.00", "--reason", "late")
        }
        let asked = try await stage.books.allInvoices().first { $0.id == invoice.id }?.outstandingMinorUnits
        for _ in 0..<2 { _ = try run("run", "--subscription", "sub_new") }
        let taken = try await stage.books.allAttempts().filter { $0.invoice == invoice.id }
        let isCharged = fate == .open || fate == .credited
        #expect(taken.map(\.charge.amountMinorUnits) == (isCharged ? [try #require(asked)] : []))
        #expect(taken.allSatisfy { $0.state == .succeeded && $0.method == "pm_new" })
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}
