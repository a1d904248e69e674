import Billing
import BillingCalendar
import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// What the database refuses, whoever asks.
@Suite struct GuardTests {
    /// A statement against a paid invoice, with one attempt and one posting, that must be refused.
    struct Forbidden: CustomTestStringConvertible {
        let what: String
        let sql: SQLStatement
        let state: SQLState

        var testDescription: String { what }

        init(_ what: String, _ sql: String, _ state: String = "23001") {
            self.what = what
            self.sql = SQLStatement(text: sql)
            self.state = SQLState(rawValue: state)
        }
    }

    static let forbidden: [Forbidden] = [
        Forbidden("delete an invoice", "DELETE FROM invoice"),
        Forbidden("change a line", "UPDATE invoice_line SET amount_minor_units = 1"),
        Forbidden("delete a line", "DELETE FROM invoice_line"),
        Forbidden("change a tax", "UPDATE invoice_tax SET amount_minor_units = 1"),
        Forbidden(
            "add a line to an issued invoice",
            """
            INSERT INTO invoice_line (account_id, invoice_id, line, kind, item, plan, quantity, period_start,
                period_end, period_number, amount_minor_units, discount_minor_units, tax_code, derivation,
                discounts)
            SELECT account_id, invoice_id, 99, kind, item, plan, quantity, period_start, period_end,
                period_number, 0, 0, tax_code, derivation, discounts
            FROM invoice_line
            """),
        Forbidden(
            "issue an invoice without its lines",
            """
            INSERT INTO invoice
            SELECT (jsonb_populate_record(i, '{"id": "x", "number": "X", "boundary_at": null}')).*
            FROM invoice AS i
            """, "23514"),
        Forbidden(
            "issue a second invoice for a boundary",
            """
            INSERT INTO invoice
            SELECT (jsonb_populate_record(i, '{"id": "x", "number": "X"}')).* FROM invoice AS i
            """, "23505"),
        Forbidden(
            "give a number twice",
            """
            INSERT INTO invoice
            SELECT (jsonb_populate_record(i, '{"id": "x", "boundary_at": null}')).* FROM invoice AS i
            """, "23505"),
        Forbidden(
            "leave a line without its invoice",
            """
            INSERT INTO invoice_line (account_id, invoice_id, line, kind, item, plan, quantity, period_start,
                period_end, period_number, amount_minor_units, discount_minor_units, tax_code, derivation,
                discounts)
            SELECT account_id, 'none', line, kind, item, plan, quantity, period_start, period_end,
                period_number, 0, 0, tax_code, derivation, discounts
            FROM invoice_line
            """, "23503"),
        Forbidden(
            "open a paid invoice again",
            "UPDATE invoice SET status = 'open', amount_paid_minor_units = 0, paid_at = NULL", "23514"),
        Forbidden(
            "void a paid invoice",
            "UPDATE invoice SET status = 'void', amount_paid_minor_units = 0, paid_at = NULL", "23514"),
        Forbidden("change what was paid", "UPDATE invoice SET amount_paid_minor_units = 1", "23514"),
        Forbidden("delete a claim", "DELETE FROM boundary_claim"),
        Forbidden(
            "a second claim on a boundary",
            """
            INSERT INTO boundary_claim (account_id, subscription_id, boundary_at)
            SELECT account_id, subscription_id, boundary_at FROM boundary_claim
            """, "23505"),
        Forbidden("change a posting", "UPDATE ledger_posting SET at = now()"),
        Forbidden("change an entry", "UPDATE ledger_entry SET minor_units = 1"),
        Forbidden("delete an entry", "DELETE FROM ledger_entry"),
        Forbidden(
            "an unbalanced posting",
            """
            INSERT INTO ledger_entry
            SELECT account_id, posting_id, 99, 'revenue', 5 FROM ledger_entry LIMIT 1
            """, "23514"),
        Forbidden(
            "post a payment twice",
            """
            INSERT INTO ledger_posting (account_id, kind, source_id, currency, at)
            SELECT account_id, kind, source_id, currency, at FROM ledger_posting WHERE kind = 'paid'
            """, "23505"),
        Forbidden("change a request", "UPDATE payment_attempt SET body = 'x'"),
        Forbidden("change an amount to charge", "UPDATE payment_attempt SET amount_minor_units = 1"),
        Forbidden("change a key", "UPDATE payment_attempt SET idempotency_key = 'x'"),
        Forbidden("take a success back", "UPDATE payment_attempt SET state = 'declined'", "23514"),
        Forbidden(
            "take a send back",
            """
            UPDATE payment_attempt SET sends = 0, first_sent_at = NULL, last_sent_at = NULL, sent_at =
            NULL
            """),
        Forbidden("delete an attempt", "DELETE FROM payment_attempt"),
        Forbidden("delete a balance change", "DELETE FROM balance_entry"),
        Forbidden("change a catalogue", "UPDATE catalog_version SET source = ''"),
    ]

    private static let shared = Task { () async throws -> Bookkeeping in
        let world = try await Bookkeeping()
        try await world.accounts.add(.sample("acct_0"), at: instant("2024-01-01T00:00:00Z"))
        try await world.accounts.credit(
            CreditOrder(account: "acct_0", amountMinorUnits: 100), at: instant("2024-01-01T00:00:00Z"))
        try await world.customer(1)
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"))
        return world
    }

    @Test(arguments: forbidden)
    func `The database refuses to`(_ attempt: Forbidden) async throws {
        let world = try await Self.shared.value
        let connection = try await world.database.connect()
        do {
            try await connection.execute(attempt.sql)
            Issue.record("it was done")
        } catch {
            #expect(error.state == attempt.state, "\(error)")
        }
        await connection.close()
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Every column of an issued invoice is guarded, but the four that follow its payment`()
        async throws
    {
        let world = try await Self.shared.value
        let connection = try await world.database.connect()
        let columns = try await connection.query(
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'invoice'"
        ) { row in try row.text(0) }
        #expect(columns.count > 25)
        for column in columns
        where !["status", "amount_paid_minor_units", "amount_credited_minor_units", "paid_at"].contains(
            column)
        {
            do {
                try await connection.execute(SQLStatement(text: "UPDATE invoice SET \(column) = \(column)"))
                Issue.record("\(column) can be changed")
            } catch {
                #expect(error.state == SQLState(rawValue: "23001"), "\(column): \(error)")
            }
        }
    }
}
