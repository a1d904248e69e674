import Billing
import BillingCalendar
import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// The rights of sql/roles: enough for the work and nothing more (PROCESSORS 6).
@Suite struct RoleTests {
    private static func options(_ world: Bookkeeping, role: String) -> ConnectionOptions {
        var options = world.database.options
        options.settings["role"] = role
        return options
    }

    @Test func `The worker's rights are enough for a whole story`() async throws {
        let world = try await Bookkeeping()
        try await world.books.grantRoles()
        let books = PostgresBooks(
            Self.options(world, role: "dueday_worker"), settings: StoreSettings(worker: "w"))
        let at = instant("2024-01-31T05:00:00Z")
        let accounts = AccountCommands(books: books)
        try await accounts.add(.sample("acct_1"), at: at)
        try await accounts.credit(CreditOrder(account: "acct_1", amountMinorUnits: 50), at: at)
        var edit = AccountEdit()
        edit.email = "billing@acme.example"
        _ = try await accounts.change("acct_1", edit, by: CorrectionAuthor(name: "w"))
        try await accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: PaymentMethod(id: "card", processor: "scripted")),
            at: at)
        try await SubscriptionCommands(books: books).subscribe(
            SubscribeOrder(
                subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month), coupon: "LAST"
            ), at: at)
        _ = try await accounts.recordUsage([
            world.use("e1", of: 1, 5_000, at: instant("2024-02-10T00:00:00Z"))
        ])
        let cards = ScriptedCards(["card": [.unknown(reason: "time-out")]])
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"), gateway: cards, books: books)
        _ = try await accounts.recordUsage([
            world.use(
                "late", of: 1, 5_000, at: instant("2024-02-11T00:00:00Z"),
                recordedAt: instant("2024-03-02T00:00:00Z"))
        ])
        try await world.run(asOf: instant("2024-04-01T00:00:00Z"), gateway: cards, books: books)
        try await books.applyCatalog(.sample(), source: "second", at: at)
        try await books.setCharging(on: true)
        try await books.note(AuditEntry(actor: "w", action: "test"))
        let parked = ParkedSubscription(
            subscription: "sub_1", account: "acct_1", boundary: nil, reason: "r", parkedAt: at, run: nil)
        try await books.transaction { try await $0.park(parked) }
        try await books.releaseParked("sub_1")
        #expect(try await books.allInvoices().allSatisfy { $0.status == .paid })
        #expect(try await books.checkBooks() == [])
    }

    @Test(
        arguments: [
            "DELETE FROM invoice", "UPDATE invoice SET number = 'X'",
            "UPDATE invoice SET total_minor_units = 1",
            "UPDATE payment_attempt SET body = ''", "DELETE FROM payment_attempt",
            "UPDATE ledger_entry SET minor_units = 1",
            "UPDATE outbox SET facts = '{}'", "UPDATE processor_event SET subject = '{}'",
            "DELETE FROM delivery",
            "DELETE FROM boundary_claim", "UPDATE balance_entry SET minor_units = 1",
            "DELETE FROM usage_event",
            "DELETE FROM account", "CREATE TABLE mine (a int)", "DROP TABLE invoice", "TRUNCATE ledger_entry",
            "UPDATE credit_note SET reason = 'x'", "DELETE FROM manual_payment",
            "UPDATE invoice SET hash = ''",
            "UPDATE orphan_decision SET verdict = 'accepted'", "DELETE FROM orphan_decision",
            "UPDATE outside_refund SET amount_minor_units = 1", "DELETE FROM outside_refund",
            "UPDATE checkout SET amount_minor_units = 1", "DELETE FROM checkout",
            "UPDATE dispute SET charge_reference = 'x'", "DELETE FROM refund",
            "ALTER TABLE invoice DISABLE TRIGGER ALL", "UPDATE catalog_version SET source = ''",
        ])
    func `The worker may not`(_ sql: String) async throws {
        try await expectDenied(sql, role: "dueday_worker")
    }

    @Test func `The webhook's rights are enough to write messages down, once each`() async throws {
        let world = try await Bookkeeping()
        try await world.books.grantRoles()
        let books = PostgresBooks(
            Self.options(world, role: "dueday_webhook"), settings: StoreSettings(worker: "w"))
        let event = ProcessorEvent(
            processor: "stripe", id: "evt_1", type: "payment_intent.succeeded", createdAt: 1_706_677_200,
            isLive: false, subject: .charge(reference: "pi_1"))
        #expect(try await books.transaction { try await $0.record(event) })
        #expect(try await !books.transaction { try await $0.record(event) })
        #expect(try await books.transaction { try await $0.chargingIsOn() })
    }

    @Test(
        arguments: [
            "SELECT * FROM invoice", "SELECT * FROM account", "SELECT subject FROM processor_event",
            "UPDATE processor_event SET handled_at = now()", "DELETE FROM processor_event",
            "UPDATE setting SET value = 'false'", "SELECT * FROM webhook_endpoint",
            "INSERT INTO processor_event (processor, id, type, created_at, subject, handled_at) "
                + "VALUES ('stripe', 'x', 't', now(), '{}', now())",
        ])
    func `The webhook may not`(_ sql: String) async throws {
        try await expectDenied(sql, role: "dueday_webhook")
    }

    @Test(
        arguments: [
            "SELECT * FROM payment_method", "SELECT * FROM payment_attempt", "SELECT * FROM account",
            "SELECT * FROM credit_note", "SELECT * FROM manual_payment", "SELECT * FROM invoice_posting",
            "SELECT * FROM credit_note_line",
            "DELETE FROM ledger_entry",
            "UPDATE finance.invoices SET number = 'X'", "SELECT make_usage_partitions(ARRAY[now()])",
        ])
    func `Finance may not`(_ sql: String) async throws {
        try await expectDenied(sql, role: "dueday_finance")
    }

    private func expectDenied(_ sql: String, role: String) async throws {
        let world = try await Bookkeeping()
        try await world.books.grantRoles()
        let connection = try await PostgresConnection.connect(Self.options(world, role: role))
        do {
            try await connection.execute(SQLStatement(text: sql))
            Issue.record("it was done")
        } catch {
            #expect(error.state == .insufficientPrivilege, "\(error)")
        }
    }

    @Test func `Finance reads its views`() async throws {
        let world = try await Bookkeeping()
        try await world.books.grantRoles()
        try await world.customer(1)
        let connection = try await PostgresConnection.connect(Self.options(world, role: "dueday_finance"))
        for view in [
            "receivables", "invoices", "payments", "ledger", "tax", "credit_notes", "bank_payments", "aging",
        ] {
            try await connection.execute(SQLStatement(text: "SELECT * FROM finance.\(view)"))
        }
    }
}
