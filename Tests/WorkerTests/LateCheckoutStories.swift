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

/// Money that was paid at a checkout which nobody confirmed: found by asking. Through the built program, PostgreSQL and the
/// sandbox.
@Suite(.serialized) struct LateCheckoutStories {
    @Test(
        "a checkout that was paid and never confirmed begins with the run that would let it expire; unasked it stays"
    )
    func forgotten() async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        try await shop.letPass(hours: 48)
        let unreachable = WorkerProcess(
            environment: shop.stage.worker.environment.merging([
                "DUEDAY_RAZORPAY_URL": "http://127.0.0.1:1"
            ]) { $1 })
        let waiting = try unreachable.run("run", "--account", "asha", "--stage", "invoice")
        #expect(waiting.status == 1 && waiting.output.contains("sub_shop stays open"), "\(waiting.output)")
        #expect(try shop.run("checkout", "list", "--state", "pending").output.contains("sub_shop"))
        _ = try shop.run("run", "--account", "asha", "--stage", "invoice")
        #expect(try shop.run("checkout", "list", "--state", "completed").output.contains("sub_shop"))
        #expect(try await shop.invoice().status == .paid)
        #expect(try await shop.charges(payment).map(\.state) == [.succeeded])
        let trail = try await shop.stage.books.reader.auditTrail().items.map(\.entry)
        #expect(trail.contains { $0.action == "checkout confirm" && $0.reason == "paid before it expired" })
        #expect(try shop.run("payment", "reconcile").status == 0)
        try await shop.end()
    }

    @Test(
        "a processor that says nothing is asked about three checkouts, and none of the others expires unasked"
    )
    func silence() async throws {
        let shop = try await CheckoutShop()
        for number in 1...5 {
            _ = try shop.run(
                "checkout", "start", "sub_\(number)", "--account", "asha", "--plan", "pro", "--interval",
                "month",
                "--customer", "cust_asha", "--return-url", "https://shop.example")
        }
        try await shop.letPass(hours: 48)
        let unreachable = WorkerProcess(
            environment: shop.stage.worker.environment.merging([
                "DUEDAY_RAZORPAY_URL": "http://127.0.0.1:1"
            ]) { $1 })
        let waiting = try unreachable.run("run", "--account", "asha", "--stage", "invoice")
        #expect(waiting.output.matches(of: /stays open/).count == 3, "\(waiting.output)")
        func listed(_ state: String) throws -> Int {
            try shop.run("checkout", "list", "--state", state).output.matches(of: /sub_[1-5]/).count
        }
        #expect(try listed("pending") == 5)
        _ = try shop.run("run", "--account", "asha", "--stage", "invoice")
        #expect(try listed("expired") == 5)
        try await shop.end()
    }

    /// A checkout that has expired without a payment, and was paid then.
    private func paidTooLate() async throws -> (CheckoutShop, payment: String) {
        let shop = try await CheckoutShop()
        let order = try shop.open()
        try await shop.letPass(hours: 48)
        _ = try shop.run("run", "--account", "asha", "--stage", "recover")
        #expect(try await shop.states() == [.expired])
        return (shop, try await shop.pay(order))
    }

    /// A run of the account's money, with its report.
    private func recover(_ shop: CheckoutShop, ending status: Int32 = 0) throws -> OrderedJSON {
        try OrderedJSON.parse(
            shop.run("run", "--account", "asha", "--stage", "recover", "--json", ending: status).output,
            fileName: "run")
    }

    @Test(
        "an order that is paid after its checkout expired is found by a run, and what it begins is the run's")
    func afterExpiry() async throws {
        let (shop, payment) = try await paidTooLate()
        // It was asked about a moment ago.
        #expect(try recover(shop)["invoices_issued"] == .integer(0))
        #expect(try await shop.states() == [.expired])
        try await shop.letPass(hours: 20)
        let report = try recover(shop)
        #expect(try await shop.states() == [.completed])
        let invoice = try await shop.invoice()
        #expect(invoice.status == .paid)
        #expect(try await shop.charges(payment).map(\.state) == [.succeeded])
        #expect(report["invoices_issued"] == .integer(1) && report["first_number"]?.text == invoice.number)
        #expect(report["problems"] == .array([]))
        let run = try #require(report["run"]?.text)
        let items = try await shop.stage.books.reader.items(of: run).items
        #expect(items.map(\.number) == [invoice.number] && items.map(\.subscription) == ["sub_shop"])
        #expect(try shop.run("runs", "show", run).output.contains("1999.00"))
        let trail = try await shop.stage.books.reader.auditTrail().items.map(\.entry)
        #expect(trail.contains { $0.action == "checkout confirm" && $0.reason == "paid after it expired" })
        #expect(try recover(shop)["invoices_issued"] == .integer(0), "once")
        #expect(try shop.run("payment", "reconcile").status == 0)
        try await shop.end()
    }

    @Test("what is found then is booked as it would have been: on the balance, or owed back with an alarm")
    func bookedAsFound() async throws {
        let (changed, first) = try await paidTooLate()
        try await changed.sellFor("1899.00")
        try await changed.letPass(hours: 20)
        #expect(try recover(changed)["problems"] == .array([]))
        #expect(try await changed.charges(first) == [])
        #expect(try await changed.balance() == 10_000)
        try await changed.end()

        let (begun, second) = try await paidTooLate()
        try begun.beginByHand()
        let number = try await begun.invoice().number
        _ = try begun.run("payment", "record", number, "--amount", "1999.00", "--reference", "NEFT 1")
        try await begun.letPass(hours: 20)
        let report = try recover(begun, ending: 1)
        #expect(
            report["invoices_issued"] == .integer(0)
                && report["problems"]?.compact.contains("owed back") == true)
        #expect(try await begun.charges(second).map(\.state) == [.surplus])
        #expect(try await begun.stage.books.reader.alarms().items.map(\.alarm.kind) == [.doubleCharge])
        try await begun.end()
    }

    @Test("a checkout is asked about for a week after its time and once more, and later only by hand")
    func endOfWatch() async throws {
        let shop = try await CheckoutShop()
        let order = try shop.open()
        try await shop.letPass(hours: 48)
        _ = try recover(shop)
        try await shop.letPass(hours: 30 * 24)
        _ = try recover(shop)
        let payment = try await shop.pay(order)
        try await shop.letPass(hours: 30 * 24)
        _ = try recover(shop)
        #expect(try await shop.states() == [.expired])
        #expect(try shop.confirm()["outcome"] == "paid_invoice")
        #expect(try await shop.charges(payment).map(\.state) == [.succeeded])
        try await shop.end()
    }

    @Test("one that was paid between two rare runs, a month apart, is found by the last look")
    func lastLook() async throws {
        let (shop, payment) = try await paidTooLate()
        try await shop.letPass(hours: 30 * 24)
        _ = try recover(shop)
        #expect(try await shop.states() == [.completed])
        #expect(try await shop.charges(payment).map(\.state) == [.succeeded])
        try await shop.end()
    }

    @Test("a run of another account asks about none of these, and lets none expire")
    func scope() async throws {
        let shop = try await CheckoutShop()
        _ = try await shop.pay()
        try await shop.stage.customer("other", .succeeds, plan: "big")
        try await shop.letPass(hours: 48)
        _ = try shop.run("run", "--account", "other", "--stage", "recover")
        #expect(try await shop.states() == [.pending])
        _ = try recover(shop)
        #expect(try await shop.states() == [.completed])
        try await shop.end()
    }

    @Test("a payment whose marks could not be written is marked by the next run that can")
    func marks() async throws {
        let shop = try await CheckoutShop()
        let payment = try await shop.pay()
        shop.stage.sandbox.setFaults(.always(.dropBefore, mostPerKey: 1_000))
        let confirmed = try shop.stage.worker.run("checkout", "confirm", "sub_shop")
        #expect(confirmed.status == 3 && confirmed.errors.contains(payment), "\(confirmed.errors)")
        #expect(try await shop.invoice().status == .paid)
        let differing = try shop.stage.worker.run("payment", "reconcile")
        #expect(differing.status == 1 && differing.output.contains(payment), "\(differing.output)")
        let report = try recover(shop, ending: 1)
        #expect(report["problems"]?.compact.contains("has begun") == true, "\(report.compact)")
        shop.stage.sandbox.setFaults(.none)
        #expect(try recover(shop)["problems"] == .array([]))
        #expect(try shop.run("payment", "reconcile").status == 0)
        let connection = try await shop.stage.stage.database.connect()
        let due = try await connection.queryOne("SELECT count(*) AS due FROM checkout WHERE marks_due", []) {
            try $0.int64("due")
        }
        await connection.close()
        #expect(due == 0, "nobody asks any more")
        try await shop.end()
    }
}
