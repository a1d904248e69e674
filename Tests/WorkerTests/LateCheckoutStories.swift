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
        let connection = try await shop.stage.stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                "UPDATE checkout SET created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'"
            )
        }
        await connection.close()
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
}
