import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// Reports over small books, each against what the ledger says.
@Suite struct FinanceReportTests {
    /// Two customers pay by bank, one is upgraded in the middle of February and one is canceled in March.
    private func world() async throws -> Bookkeeping {
        let world = try await Bookkeeping()
        try await world.customer(1, at: instant("2024-01-10T00:00:00Z"), collection: .manual)
        try await world.customer(2, at: instant("2024-02-01T12:00:00Z"), collection: .manual)
        try await world.subscriptions.change(
            ChangeOrder(subscription: "sub_1", plan: "big"), at: instant("2024-02-15T00:00:00Z"))
        for month in ["02-10", "03-01", "03-10"] {
            try await world.run(asOf: instant("2024-\(month)T23:00:00Z"))
        }
        try await world.subscriptions.cancel(
            CancelOrder(subscription: "sub_2", when: .now), at: instant("2024-03-20T00:00:00Z"))
        return world
    }

    private func ledger(_ world: Bookkeeping, _ accounts: String) async throws -> Int64 {
        try await world.number(
            SQLStatement(
                text: """
                    SELECT coalesce(sum(minor_units), 0)::bigint FROM ledger_entry
                    WHERE ledger_account LIKE '\(accounts)'
                    """))
    }

    @Test func `Recurring revenue: each month's movements lead from its opening to its closing`() async throws
    {
        let world = try await world()
        let rows = try await world.books.finance.recurringRevenue(
            from: instant("2024-01-01T00:00:00Z"), until: instant("2024-04-01T00:00:00Z"), zone: .utc)
        #expect(rows.map(\.month) == ["2024-01-01", "2024-02-01", "2024-03-01"])
        #expect(rows.map(\.openingMinorUnits) == [0, 7_900, 27_800])
        #expect(rows.map(\.newMinorUnits) == [7_900, 7_900, 0])
        #expect(rows.map(\.expansionMinorUnits) == [0, 12_000, 0])
        #expect(rows.map(\.contractionMinorUnits) == [0, 0, 0])
        #expect(rows.map(\.churnMinorUnits) == [0, 0, 7_900])
        #expect(rows.map(\.closingMinorUnits) == [7_900, 27_800, 19_900])
        #expect(rows.map(\.subscriptions) == [1, 2, 1])
        // A yearly plan counts a twelfth, rounded once.
        try await world.accounts.add(
            .sample("acct_3", collection: .manual), at: instant("2024-03-01T00:00:00Z"))
        try await world.subscriptions.subscribe(
            SubscribeOrder(subscription: "sub_3", account: "acct_3", plan: "pro", interval: .init(.year)),
            at: instant("2024-03-05T00:00:00Z"))
        let march = try await world.books.finance.recurringRevenue(
            from: instant("2024-03-01T00:00:00Z"), until: instant("2024-04-01T00:00:00Z"), zone: .utc)
        #expect(march.map(\.newMinorUnits) == [6_583])
    }

    @Test func `Aging looks back: what was asked for then, by how late it was then`() async throws {
        let world = try await world()
        func buckets(_ at: String) async throws -> [[Int64]] {
            try await world.books.finance.aging(at: instant(at)).map { [Int64($0.bucket), $0.minorUnits] }
        }
        let first = try await world.books.allInvoices()[0].content.amountDueMinorUnits
        #expect(try await buckets("2024-01-09T00:00:00Z") == [])
        #expect(try await buckets("2024-01-10T00:00:00Z") == [[0, first]])
        #expect(try await buckets("2024-01-11T00:00:00Z") == [[1, first]])
        let payments = InvoiceCorrections(books: world.books, author: "ann")
        _ = try await payments.record(
            ManualPaymentOrder(amountMinorUnits: 1_000, reference: "b"), for: "INV-2024-001",
            at: instant("2024-03-01T00:00:00Z"))
        #expect(try await buckets("2024-01-11T00:00:00Z") == [[1, first]])
        let later = try await world.books.finance.aging(at: instant("2024-06-01T00:00:00Z"))
        #expect(later.map(\.bucket) == [3, 4])
        #expect(try await later.reduce(0) { $0 + $1.minorUnits } == ledger(world, "receivable"))
    }

    @Test func `Tax, earned revenue and statements agree with the ledger, credits and voids included`()
        async throws
    {
        let world = try await world()
        let corrections = InvoiceCorrections(books: world.books, author: "ann")
        let at = instant("2024-03-25T00:00:00Z")
        _ = try await corrections.credit(
            "INV-2024-001", CreditNoteOrder(extent: .amount(minorUnits: 1_234), reason: "r"), at: at)
        _ = try await corrections.void("INV-2024-002", reason: "r", at: at)
        _ = try await corrections.record(
            ManualPaymentOrder(amountMinorUnits: 9_999, reference: "b"), for: "INV-2024-003", at: at)
        #expect(try await world.books.checkBooks() == [])
        let range = (from: instant("2024-01-01T00:00:00Z"), until: instant("2025-01-01T00:00:00Z"))
        let taxes = try await world.books.finance.tax(from: range.from, until: range.until)
        #expect(taxes.map(\.name) == ["CA sales tax"] && taxes[0].rate == "8.25")
        #expect(
            try await taxes[0].taxMinorUnits - taxes[0].creditedTaxMinorUnits == -ledger(world, "tax:%"))
        let days = try await world.books.finance.revenue(
            from: CivilDate(parsing: "2023-12-01"), to: CivilDate(parsing: "2024-12-31"), zone: .utc)
        #expect(try await days.reduce(0) { $0 + $1.recognizedMinorUnits } == -ledger(world, "revenue"))
        #expect(days.last?.deferredMinorUnits == 0 && days.last?.accruedMinorUnits == 0)
        var owed: Int64 = 0
        for account in ["acct_1", "acct_2"] {
            let whole = try await world.books.finance.statement(
                of: account, from: range.from, until: range.until)
            let middle = instant("2024-03-01T00:00:00Z")
            let first = try await world.books.finance.statement(of: account, from: range.from, until: middle)
            let second = try await world.books.finance.statement(
                of: account, from: middle, until: range.until)
            #expect(first.closingMinorUnits == second.openingMinorUnits)
            #expect(first.rows + second.rows == whole.rows)
            owed += whole.closingMinorUnits
        }
        #expect(try await owed == ledger(world, "receivable") + ledger(world, "customer_balance"))
        await #expect(throws: BillingError.unknown(kind: "account", id: "nobody")) {
            _ = try await world.books.finance.statement(of: "nobody", from: range.from, until: range.until)
        }
    }

    @Test func `A range without anything gives an empty report`() async throws {
        let world = try await Bookkeeping()
        let (from, until) = (instant("2020-01-01T00:00:00Z"), instant("2020-02-01T00:00:00Z"))
        let finance = world.books.finance
        #expect(try await finance.aging(at: until).isEmpty)
        #expect(try await finance.tax(from: from, until: until).isEmpty)
        #expect(try await finance.recurringRevenue(from: from, until: until, zone: .utc).isEmpty)
        #expect(
            try await finance.revenue(
                from: CivilDate(parsing: "2020-01-01"), to: CivilDate(parsing: "2020-01-31"), zone: .utc
            ).isEmpty)
        #expect(try await finance.findings().isEmpty)
    }
}

/// The audit: every change by hand is found, and named.
@Suite struct AuditTests {
    /// What the owner of the tables could do with triggers switched off, and what must be said then.
    struct Tampering: CustomTestStringConvertible {
        var what: String
        var sql: String
        var check: String
        var names: String

        var testDescription: String { what }

        init(_ what: String, _ sql: String, _ check: String, _ names: String) {
            self.what = what
            self.sql = sql
            self.check = check
            self.names = names
        }
    }

    static let tamperings: [Tampering] = [
        Tampering(
            "one line of one invoice",
            """
            UPDATE invoice_line SET item = 'other'
            WHERE invoice_id = (SELECT id FROM invoice WHERE number = 'INV-2024-002')
            """, "issued_invoices_are_unchanged", "INV-2024-002"),
        Tampering(
            "how a line came about",
            """
            UPDATE invoice_line SET derivation = jsonb_set(derivation, '{charge,priceMinorUnits}', '7901')
            WHERE invoice_id = (SELECT id FROM invoice WHERE number = 'INV-2024-001')
            """, "issued_invoices_are_unchanged", "INV-2024-001"),
        Tampering(
            "a tax row",
            """
            UPDATE invoice_tax SET rate = 8
            WHERE invoice_id = (SELECT id FROM invoice WHERE number = 'INV-2024-003')
            """, "issued_invoices_are_unchanged", "INV-2024-003"),
        Tampering(
            "a due date",
            "UPDATE invoice SET due_at = due_at + interval '1 day' WHERE number = 'INV-2024-001'",
            "issued_invoices_are_unchanged", "INV-2024-001"),
        Tampering(
            "the buyer",
            """
            UPDATE invoice SET buyer = jsonb_set(buyer, '{name}', '"Other"') WHERE number = 'INV-2024-003'
            """, "issued_invoices_are_unchanged", "INV-2024-003"),
        Tampering(
            "a line and the invoice's own hash, so that only the next one tells",
            """
            UPDATE invoice SET due_at = due_at + interval '1 day' WHERE number = 'INV-2024-001';
            UPDATE invoice SET hash = sha256(chain_beginning(seller_id, number_year) || invoice_digest(invoice))
            WHERE number = 'INV-2024-001'
            """, "issued_invoices_are_unchanged", "INV-2024-002"),
        Tampering(
            "the last invoice with its hash",
            """
            UPDATE invoice SET due_at = due_at + interval '1 day' WHERE number = 'INV-2024-004';
            UPDATE invoice AS i SET hash = sha256(p.hash || invoice_digest(i))
            FROM invoice AS p WHERE i.number = 'INV-2024-004' AND p.number = 'INV-2024-003'
            """, "issued_invoices_are_unchanged", "northwind in 2024"),
        Tampering(
            "a credit note's reason", "UPDATE credit_note SET reason = 'other'", "credit_notes_are_unchanged",
            "CN-2024-001"),
        Tampering(
            "a credit note's content",
            "UPDATE credit_note SET content = jsonb_set(content, '{account}', '\"x\"')",
            "credit_notes_are_unchanged", "CN-2024-001"),
        Tampering(
            "a claim taken away", "DELETE FROM boundary_claim WHERE subscription_id = 'sub_1'",
            "no_period_is_left_out", "sub_1"),
        Tampering(
            "a period billed again",
            """
            UPDATE invoice_line SET period_start = period_start - interval '1 day'
            WHERE kind = 'plan' AND invoice_id = (SELECT id FROM invoice WHERE number = 'INV-2024-003')
            """, "no_period_is_billed_twice", "INV-2024-003"),
        Tampering(
            "an entry of the ledger",
            "UPDATE ledger_entry SET minor_units = minor_units + 1 WHERE ledger_account = 'revenue'",
            "ledger_is_balanced", "posting"),
    ]

    @Test(arguments: tamperings)
    func `Found and named`(_ tampering: Tampering) async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.customer(2)
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"))
        _ = try await InvoiceCorrections(books: world.books, author: "ann").credit(
            "INV-2024-001", CreditNoteOrder(extent: .amount(minorUnits: 100), reason: "r"),
            at: instant("2024-03-02T00:00:00Z"))
        #expect(try await world.books.finance.findings() == [])
        let connection = try await world.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                SQLStatement(text: "SET LOCAL session_replication_role = replica; \(tampering.sql)"))
        }
        await connection.close()
        let findings = try await world.books.finance.findings()
        #expect(
            findings.contains { $0.check == tampering.check && $0.finding.contains(tampering.names) },
            "\(findings)")
    }

    @Test func `Several workers, batches of any size and two years: the chain holds`() async throws {
        let world = try await Bookkeeping()
        for customer in 1...30 { try await world.customer(customer, collection: .manual) }
        let years = ["2024-12-31T23:00:00Z", "2025-01-01T12:00:00Z"]
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                let books = world.colleague("w\(index)", connections: 2)
                group.addTask {
                    let at = instant(years[index % 2])
                    let services = RunServices(
                        books: books, gateways: GatewaySet([ScriptedCards()]), deployment: "test",
                        limits: RunLimits(closingBatch: index * 3 + 1))
                    let record = RunRecord(id: "r\(index)", asOf: at, startedAt: at, scope: .everything)
                    _ = try? await BillingRun(
                        RunOrder(record: record, stages: [.invoice]), services: services
                    ).run()
                    await books.close()
                }
            }
        }
        let count = try await world.number("SELECT count(*) FROM invoice")
        #expect(count >= 30 * 11)
        #expect(try await world.books.finance.findings() == [])
    }
}
